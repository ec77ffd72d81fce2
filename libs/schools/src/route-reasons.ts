import type { RouteReason } from './routes.contract.ts';

const TEXTS: Readonly<Record<RouteReason['code'], RouteReason['text']>> = {
  'office-of-region': {
    ru: 'Управление Роскомнадзора, которое ведёт этот регион.',
    en: 'The office of Roskomnadzor that serves the region.',
  },
  'founder-of-school': {
    ru: 'Учредитель, записанный у школы.',
    en: 'The founder that the entry of the school names.',
  },
  'prosecutor-of-municipality': {
    ru: 'Единственная прокуратура того же муниципалитета в справочнике.',
    en: 'The only prosecutor of the same municipality in the directory.',
  },
  'assignment-uncertain': {
    ru: 'Не установлено, какое управление ведёт этот регион. Уточните на сайте Роскомнадзора и выберите сами.',
    en: 'It is not established which office serves the region. Ask Roskomnadzor and choose yourself.',
  },
  'assignment-unchecked': {
    ru: 'Закрепление за управлением записано по знанию и не сверено. Перед отправкой проверьте.',
    en: 'The assignment to this office is from knowledge and was not checked. Check it before filing.',
  },
  'not-in-directory': {
    ru: 'Подходящей записи в справочнике нет. Добавьте её.',
    en: 'The directory has no entry that fits. Add one.',
  },
  'several-fit': {
    ru: 'Подходит несколько записей. Выберите сами.',
    en: 'Several entries fit. Choose yourself.',
  },
  'school-not-named': {
    ru: 'Адресат зависит от школы. Укажите её в параметре authority.',
    en: 'The addressee depends on the school. Name it in the parameter authority.',
  },
  'founder-unknown': {
    ru: 'У школы не записан учредитель. Посмотрите в уставе или на сайте школы и внесите его.',
    en: 'The entry of the school names no founder. Look into its charter or on its site and record it.',
  },
  'closed-without-successor': {
    ru: 'Записанный адресат закрыт, а преемник не указан.',
    en: 'The addressee on record is closed and no successor is named.',
  },
  'successor-in-office': {
    ru: 'Записанный адресат закрыт; вместо него действует преемник.',
    en: 'The addressee on record is closed; its successor is in office.',
  },
  'person-decides-kind': {
    ru: 'Адресата этого вида всегда выбирает человек.',
    en: 'An addressee of this kind is always chosen by a person.',
  },
};

export function routeReason(code: RouteReason['code']): RouteReason {
  return { code, text: TEXTS[code] };
}
