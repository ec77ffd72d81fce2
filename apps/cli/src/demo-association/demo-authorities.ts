import { isInn, isOgrn } from '#schools';

/** What the API takes as a new entry of the directory. */
export interface DemoAuthority {
  readonly kind: 'school' | 'regulator';
  readonly regionCode: string;
  readonly shortName: string;
  readonly fullName: string;
  readonly inn: string | null;
  readonly ogrn: string | null;
  readonly postalAddress: string;
  readonly head: { readonly position: string; readonly fullName: string; readonly gender: 'male' | 'female' } | null;
  readonly emails: readonly { readonly address: string; readonly source: string; readonly observedOn: string }[];
}

type SchoolRow = readonly [
  region: string,
  number: number,
  town: string,
  mail: string,
  head: string,
  gender: 'male' | 'female',
];

const SCHOOLS: readonly SchoolRow[] = [
  ['16', 14, 'Казани', 'school14.kazan.test', 'Сафина Алсу Рашидовна', 'female'],
  ['16', 27, 'Казани', 'school27.kazan.test', 'Кузнецов Виктор Павлович', 'male'],
  ['16', 91, 'Казани', 'school91.kazan.test', 'Гаврилова Елена Игоревна', 'female'],
  ['55', 3, 'Омска', 'school3.omsk.test', 'Лебедев Андрей Николаевич', 'male'],
  ['55', 66, 'Омска', 'school66.omsk.test', 'Соколова Ирина Викторовна', 'female'],
  ['55', 110, 'Омска', 'school110.omsk.test', 'Морозова Татьяна Сергеевна', 'female'],
  ['49', 1, 'Магадана', 'school1.magadan.test', 'Павлов Сергей Андреевич', 'male'],
  ['49', 15, 'Магадана', 'school15.magadan.test', 'Никитина Ольга Петровна', 'female'],
];

const OFFICES: readonly (readonly [region: string, name: string, address: string])[] = [
  ['16', 'Управление Роскомнадзора по Республике Татарстан (Татарстан)', '420000, г. Казань, ул. Надзорная, д. 10'],
  ['55', 'Управление Роскомнадзора по Омской области', '644000, г. Омск, ул. Надзорная, д. 20'],
];

/** Eight schools and two offices. Names of the offices are real; every address, number and person is invented. */
export const demoAuthorities: readonly DemoAuthority[] = [
  ...SCHOOLS.map(([regionCode, number, town, mail, fullName, gender]): DemoAuthority => ({
    kind: 'school',
    regionCode,
    shortName: `МБОУ «СОШ № ${number}» г. ${town}`,
    fullName: `Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № ${number}» города ${town}`,
    inn: withCheckDigit(`${regionCode}99${String(number).padStart(5, '0')}`, isInn),
    ogrn: withCheckDigit(`102${regionCode}99${String(number).padStart(5, '0')}`, isOgrn),
    postalAddress: `г. ${nominative(town)}, ул. Школьная, д. ${number}`,
    head: { position: 'Директор', fullName, gender },
    emails: [{ address: `office@${mail}`, source: 'сайт школы', observedOn: '2026-09-01' }],
  })),
  ...OFFICES.map(([regionCode, name, postalAddress]): DemoAuthority => ({
    kind: 'regulator',
    regionCode,
    shortName: name,
    fullName: name,
    inn: null,
    ogrn: null,
    postalAddress,
    head: null,
    emails: [],
  })),
];

function withCheckDigit(digits: string, isValid: (number: string) => boolean): string {
  const found = Array.from({ length: 10 }, (_, digit) => `${digits}${digit}`).find(isValid);
  if (found === undefined) throw new Error(`No check digit fits ${digits}.`);
  return found;
}

function nominative(town: string): string {
  return town === 'Казани' ? 'Казань' : town.slice(0, -1);
}
