import type { Localised } from '#kernel';
import type { DirectoryRowReason, DirectoryRowReasonCode } from './directory-row.contract.ts';

const TEXTS: Readonly<Record<Exclude<DirectoryRowReasonCode, 'invalid'>, Localised>> = {
  'foreign-region': {
    ru: 'Отделение ведёт справочник только своего региона. Загрузите строку в отделении её региона.',
    en: 'A branch keeps the directory of its own region only. Import the row in the branch of its region.',
  },
  'other-region': {
    ru: 'Организация с этими номерами записана в другом регионе. Проверьте код региона в строке.',
    en: 'The organisation with these numbers is recorded in another region. Check the region code of the row.',
  },
  'numbers-disagree': {
    ru: 'ИНН совпадает с записью справочника, а ОГРН — нет. Сверьте оба номера с выпиской ЕГРЮЛ.',
    en: 'The ИНН is that of an entry whose ОГРН is another. Compare both numbers with the register.',
  },
  ambiguous: {
    ru: 'Подходит несколько записей справочника. Добавьте в строку ОГРН, КПП или муниципалитет.',
    en: 'Several entries of the directory fit. Add the ОГРН, the КПП or the municipality to the row.',
  },
  repeated: {
    ru: 'Эта организация уже встретилась выше в той же загрузке. Оставьте одну строку.',
    en: 'This organisation came up before in the same page. Keep one of the rows.',
  },
  'set-by-hand': {
    ru: 'Это поле правили вручную, и значение в строке другое. Сравните и исправьте запись сами.',
    en: 'This field was corrected by hand and the row has another value. Compare and correct the entry yourself.',
  },
  'changed-meanwhile': {
    ru: 'Запись изменили, пока шла загрузка. Загрузите строку ещё раз.',
    en: 'The entry was changed while the import ran. Import the row again.',
  },
  'address-missing': {
    ru: 'Для новой записи нужен почтовый адрес: без него письмо не отправить.',
    en: 'A new entry needs a postal address: without it no letter can be sent.',
  },
};

export function rowReason(code: Exclude<DirectoryRowReasonCode, 'invalid'>, pointer = ''): DirectoryRowReason {
  return { code, pointer, message: TEXTS[code] };
}
