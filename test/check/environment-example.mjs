import { environmentSchema } from '#config';

const WIDTH = 116;

/** `.env.example`: every variable that the program reads, what it is for, and its default as a comment. */
export function environmentExample() {
  const variables = Object.entries(environmentSchema.shape).map(([name, field]) => {
    const { description, standard } = facts(field);
    if (description === undefined) throw new Error(`${name} has no description in config-schema.ts.`);
    return [...wrapped(description), `#${name}=${standard ?? ''}`].join('\n');
  });
  return `${HEAD}\n${variables.join('\n\n')}\n`;
}

const HEAD = `# Every variable that Otzyv reads. All are optional: with none set, \`npm start\` runs everything on this machine.
# Made from libs/platform/config/src/config-schema.ts by \`npm run generate\`; change it there.
`;

function facts(field) {
  let description = field.description;
  let standard;
  for (let inner = field; inner !== undefined; inner = inner.def?.innerType ?? inner.def?.in) {
    description ??= inner.description;
    standard ??= inner.def?.defaultValue;
  }
  return { description, standard };
}

function wrapped(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `# ${line}`);
}
