export interface DemoBranch {
  readonly name: string;
  readonly casePrefix: string;
  readonly regionCode: string;
  readonly timeZone: string;
  readonly postalAddress: string;
}

/** Three regions, three time zones; of the third one no office of Roskomnadzor is certain, so a person has to route. */
export const demoBranches: readonly [DemoBranch, DemoBranch, DemoBranch] = [
  {
    name: 'Казанское отделение',
    casePrefix: 'КЗН',
    regionCode: '16',
    timeZone: 'Europe/Moscow',
    postalAddress: '420000, г. Казань, ул. Показательная, д. 1',
  },
  {
    name: 'Омское отделение',
    casePrefix: 'ОМС',
    regionCode: '55',
    timeZone: 'Asia/Omsk',
    postalAddress: '644000, г. Омск, ул. Образцовая, д. 2',
  },
  {
    name: 'Магаданское отделение',
    casePrefix: 'МГД',
    regionCode: '49',
    timeZone: 'Asia/Magadan',
    postalAddress: '685000, г. Магадан, ул. Учебная, д. 3',
  },
];

export const DEMO_ASSOCIATION = 'Союз родителей «Пример»';
