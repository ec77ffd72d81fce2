import { regions } from '#law';
import { foldWords } from '#vault';

/** Words from `from` to `to` in the order of their bytes, or the whole of one of these regions, is what one typed word asks for. */
export interface AuthorityTerm {
  readonly word: string;
  readonly from: string;
  readonly to: string;
  readonly regionCodes: readonly string[];
}

export interface AuthorityQuery {
  readonly terms: readonly AuthorityTerm[];
  /** Ordinary schools come first: somebody typed «школа» or «СОШ». */
  readonly ordinarySchool: boolean;
  /** Nothing but words that every school has was typed: the own region is enough. */
  readonly ownRegionOnly: boolean;
}

/** After everything that begins with the word. */
const LAST = '\u{10FFFF}';

const ORDINARY = 'школа школы школу школе сош оош нош сш шк';
const LEGAL_FORMS =
  'мбоу моу гбоу маоу мкоу гоу чоу мбу муниципальное государственное бюджетное автономное казённое общеобразовательное ' +
  'образовательное учреждение средняя основная начальная общеобразовательная номер на им имени ул улица гор город';

/** How an ordinary school calls itself, folded. */
export const ordinaryNames: readonly string[] = [...new Set(foldWords('школа сош оош нош сш'))];

const ordinary = new Set(foldWords(ORDINARY));
const ofEverySchool = new Set([...ordinary, ...foldWords(LEGAL_FORMS)]);
const regionWords = regions.map(({ code, name }) => ({ code, words: foldWords(name.ru) }));

/** «школа 14 казань», «СОШ №14», «14 казань», an ИНН or a part of a name, as what to look up. Pure. */
export function authorityQuery(text: string): AuthorityQuery {
  const words = [...new Set(foldWords(text))];
  // A single letter is the «г.» of a town, or begins too much to tell anything.
  const telling = words.filter((word) => !ofEverySchool.has(word) && /^\d|../u.test(word));
  return {
    terms: (telling.length > 0 ? telling : words).map(termOf),
    ordinarySchool: words.some((word) => ordinary.has(word)),
    ownRegionOnly: telling.length === 0,
  };
}

function termOf(word: string): AuthorityTerm {
  if (/^\d/.test(word)) return { word, from: word, to: word, regionCodes: [] };
  const named = word.length < 4 ? [] : regionWords.filter(({ words }) => words.some((one) => one.startsWith(word)));
  return { word, from: word, to: word + LAST, regionCodes: named.map(({ code }) => code) };
}
