/** The only head words of bodies that change in the accusative; «управление», «комитет», «отдел» stay as they are. */
const HEAD = /^(администраци|инспекци|прокуратур|служб|палат|дирекци|комисси|организаци|гимнази|школ)([ая])$/iu;

/**
 * The name of a body in the accusative («В …»): «Городская администрация» gives «Городскую администрацию». Words are
 * changed up to the first head word; a name without one is left alone.
 */
export function accusativeOfBody(name: string): string {
  const words = name.split(' ');
  const head = words.findIndex((word) => HEAD.test(word));
  const before = words.slice(0, head);
  if (head === -1 || !before.every((word) => /[ая]я$/iu.test(word))) return name;
  const noun = (words[head] ?? '').replace(/а$/u, 'у').replace(/я$/u, 'ю');
  const adjectives = before.map((word) => word.replace(/ая$/u, 'ую').replace(/яя$/u, 'юю'));
  return [...adjectives, noun, ...words.slice(head + 1)].join(' ');
}
