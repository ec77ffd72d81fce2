const SOUNDS_LIKE: Readonly<Record<string, string>> = {
  ...{ ґ: 'г', є: 'е', і: 'и', ә: 'а', ө: 'о', ү: 'у', ұ: 'у', қ: 'к', ғ: 'г', ң: 'н', һ: 'х', җ: 'ж', э: 'е' },
};
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...{ a: 'а', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у', b: 'в' },
};

/**
 * The words of a text as a search compares them: what people spell differently for one sound, or type by mistake, is
 * one spelling. Hyphens, apostrophes and all other signs separate words. Pure; `search_words(text)` in the database
 * does the same, and a test holds the two against each other.
 */
export function foldWords(text: string): string[] {
  const letters = text
    .replaceAll('№', ' ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '') // ё as е, й as и, and every stress mark
    .toLowerCase();
  return [...letters.matchAll(/\p{L}+|\d+/gu)].map(([word]) => foldWord(word)).filter((word) => word !== '');
}

function foldWord(word: string): string {
  const mixed = /[a-z]/.test(word) && /[а-я]/.test(word);
  return word
    .replace(/./gu, (letter) => (mixed ? LOOKS_LIKE[letter] : undefined) ?? SOUNDS_LIKE[letter] ?? letter)
    .replace(/[ьъ](?=[аеиоуыюя])/g, 'и') // Наталья and Наталия, Геннадьевна and Геннадиевна
    .replace(/[ьъ]/g, '')
    .replace(/(?<=[жшц])ы/g, 'и')
    .replace(/([a-zа-я])\1+/g, '$1'); // Филипп and Филип, Анна and Ана
}
