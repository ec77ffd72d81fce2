/**
 * The picture of the house, drawn from the code. Boxes stand on the diagonal in the order of the rooms, the doors
 * first and the kernel last. A line leaves a box to the right, a dot marks each room it imports, and the line down
 * from the dots enters that room. An arrow that turned back would be drawn in red below the diagonal.
 */

const STEP = { x: 50, y: 38 };
const BOX = { width: 112, height: 28, entry: 90 };
const MARGIN = { left: 32, top: 92, right: 44, bottom: 40 };

const LAYERS = [
  { name: 'apps', caption: 'Doors', text: 'the ways in' },
  { name: 'features', caption: 'Features', text: 'one total order' },
  { name: 'knowledge', caption: 'Knowledge', text: 'the law and its letters' },
  { name: 'platform', caption: 'Platform', text: 'how things are done' },
];

/**
 * @param {readonly { name: string, path: string }[]} rooms top of the house first
 * @param {readonly { from: string, to: string }[]} arrows one for each import of a file, by room name
 * @returns {string} an SVG that reads in light and in dark surroundings
 */
export function drawDependencies(rooms, arrows) {
  const place = new Map(rooms.map((room, index) => [room.name, { ...room, index, layer: layerOf(room.path) }]));
  const pairs = countPairs(arrows.filter(({ from, to }) => from !== to && place.has(from) && place.has(to)));
  const size = {
    width: MARGIN.left + STEP.x * (rooms.length - 1) + BOX.width + MARGIN.right,
    height: MARGIN.top + STEP.y * (rooms.length - 1) + BOX.height + MARGIN.bottom,
  };
  const parts = [
    `<rect class="sheet" width="${size.width}" height="${size.height}" rx="14"/>`,
    `<text class="title" x="${MARGIN.left}" y="44">Who imports whom</text>`,
    `<text class="note" x="${MARGIN.left}" y="66">Read from the code. A dot: the room on its left imports the room below.</text>`,
    ...bands([...place.values()], size),
    ...incomingLines(pairs, place),
    ...outgoingLines(pairs, place),
    ...pairs.map((pair) => dot(pair, place)),
    ...[...place.values()].map(box),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Which room of the code imports which other room">
<style>${STYLE}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 .6 7.4 4 0 7.4z"/></marker></defs>
${parts.join('\n')}
</svg>
`;
}

function layerOf(path) {
  if (path === 'apps' || path.startsWith('apps/')) return 'apps';
  if (path.startsWith('libs/platform/')) return 'platform';
  return ['libs/law', 'libs/documents'].includes(path) ? 'knowledge' : 'features';
}

function countPairs(arrows) {
  const counts = new Map();
  for (const { from, to } of arrows) counts.set(`${from}>${to}`, (counts.get(`${from}>${to}`) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ from: key.split('>')[0], to: key.split('>')[1], count }));
}

const left = (room) => MARGIN.left + STEP.x * room.index;
const top = (room) => MARGIN.top + STEP.y * room.index;
const middle = (room) => top(room) + BOX.height / 2;
const entry = (room) => left(room) + BOX.entry;

function bands(rooms, size) {
  return LAYERS.flatMap((layer) => {
    const members = rooms.filter((room) => room.layer === layer.name);
    if (members.length === 0) return [];
    const from = top(members[0]) - (STEP.y - BOX.height) / 2;
    const height = STEP.y * members.length;
    const corner = from + height;
    return [
      `<rect class="band ${layer.name}" x="12" y="${from}" width="${size.width - 24}" height="${height}" rx="6"/>`,
      `<text class="layer ${layer.name}" x="${MARGIN.left}" y="${corner - 30}">${layer.caption}</text>`,
      `<text class="note" x="${MARGIN.left}" y="${corner - 13}">${layer.text}</text>`,
    ];
  });
}

function incomingLines(pairs, place) {
  return [...place.values()].flatMap((room) => {
    const above = pairs.filter(({ from, to }) => to === room.name && place.get(from).index < room.index);
    if (above.length === 0) return [];
    const highest = Math.min(...above.map(({ from }) => middle(place.get(from))));
    return [`<path class="in" d="M${entry(room)} ${highest}V${top(room) - 1}" marker-end="url(#tip)"/>`];
  });
}

function outgoingLines(pairs, place) {
  return [...place.values()].flatMap((room) => {
    const below = pairs.filter(({ from, to }) => from === room.name && place.get(to).index > room.index);
    if (below.length === 0) return [];
    const farthest = Math.max(...below.map(({ to }) => entry(place.get(to))));
    return [`<path class="out ${room.layer}" d="M${left(room) + BOX.width} ${middle(room)}H${farthest}"/>`];
  });
}

function dot({ from, to, count }, place) {
  const [importer, imported] = [place.get(from), place.get(to)];
  const title = `<title>${from} imports ${to}</title>`;
  // Three sizes only: the picture is compared with the code, and should change when the house does, not with each import.
  const radius = count > 9 ? 4.8 : count > 2 ? 3.8 : 2.8;
  if (importer.index < imported.index) {
    return `<circle class="dot ${importer.layer}" cx="${entry(imported)}" cy="${middle(importer)}" r="${radius}">${title}</circle>`;
  }
  const x = left(imported) + BOX.width - BOX.entry;
  return `<path class="back" d="M${left(importer)} ${middle(importer)}H${x}V${top(imported) + BOX.height}">${title}</path>`;
}

function box(room) {
  return (
    `<rect class="box ${room.layer}" x="${left(room)}" y="${top(room)}" width="${BOX.width}" height="${BOX.height}" rx="6"/>` +
    `<text class="name" x="${left(room) + BOX.width / 2}" y="${middle(room) + 4.5}">${room.name}</text>`
  );
}

const STYLE = `
text{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:#1d2733}
.sheet{fill:#fbfbf9;stroke:#e3e2dc}.title{font-size:20px;font-weight:600}.note{font-size:13px;fill:#66717d}
.layer{font-size:15px;font-weight:600}.name{font-size:13px;text-anchor:middle}
.band{fill-opacity:.07}.box{fill:#fff;stroke-width:1.4}
.in{fill:none;stroke:#b3bac2;stroke-width:1.1}.tip{fill:#8d97a2}.out{fill:none;stroke-width:1.3;stroke-opacity:.55}
.back{fill:none;stroke:#d4222a;stroke-width:2}
.apps{--c:#7a4fb5}.features{--c:#1f6fb2}.knowledge{--c:#a86a08}.platform{--c:#3a7d5b}
.band,.dot,text.layer{fill:var(--c)}.box,.out{stroke:var(--c)}
@media (prefers-color-scheme:dark){text{fill:#e4e8ec}.sheet{fill:#14181d;stroke:#2a3038}.note{fill:#97a2ad}
.box{fill:#1c2229}.in{stroke:#4c5661}.tip{fill:#77828d}.band{fill-opacity:.1}.back{stroke:#ff6b6b}
.apps{--c:#b692ea}.features{--c:#6db3ef}.knowledge{--c:#e0a84a}.platform{--c:#71c198}}
`;
