import { familyFields } from './fields/family-fields.ts';
import { schoolFields } from './fields/school-fields.ts';

const FIELDS = new Map<string, string>(
  [...familyFields, ...schoolFields].map(({ name, titles }) => [name, titles[0] ?? name]),
);

/** Ours and the most frequent ones of the readers; what is not here is told by its code. */
const TEXTS: Readonly<Record<string, string>> = {
  required: 'не заполнено',
  unreadable: 'не удалось прочитать',
  'unknown-word': 'неизвестное значение',
  'gender-needed': 'пол не определяется по отчеству, укажите его',
  'day-in-future': 'дата ещё не наступила',
  'birth-date-too-old': 'старше 25 лет, проверьте год',
  'before-birth': 'раньше дня рождения',
  'left-out-incomplete': 'документ без даты выдачи или органа не сохранён',
  'nobody-in-it': 'в строке нет ни представителя, ни ребёнка',
  'school-doubt': 'подходит несколько школ, выберите одну',
  'school-unknown': 'школы нет в справочнике, выберите её или пропустите',
  'several-families': 'подходит несколько семей',
  'guardian-missing': 'в строке нет представителя, а ребёнок не найден',
  'child-missing': 'в строке нет ребёнка, а представитель не найден',
  'phone-differs': 'телефон другой, чем записан',
  'email-differs': 'адрес почты другой, чем записан',
  'address-differs': 'адрес другой, чем записан',
  'birth-date-differs': 'у этого ребёнка записана другая дата рождения',
  'enrolment-differs': 'записаны другая школа или класс',
  'family-closed': 'дело закрыто или передано',
  'inn-checksum': 'контрольная цифра ИНН неверна',
  'ogrn-checksum': 'контрольная цифра ОГРН неверна',
  'foreign-region': 'другой регион',
  'other-region': 'записана в другом регионе',
  'numbers-disagree': 'ИНН совпадает, ОГРН — нет',
  ambiguous: 'подходит несколько записей',
  repeated: 'повтор',
  'set-by-hand': 'поле правили вручную',
  'address-missing': 'нет почтового адреса',
  'date-ambiguous': 'дату можно понять по-разному',
};

/** `child.birthDate:date-ambiguous` for a person: «Дата рождения: дату можно понять по-разному». */
export function reasonText(reason: string): string {
  const [field = '', code = ''] = reason.split(':');
  const text = TEXTS[code] ?? code;
  const name = FIELDS.get(field);
  return name === undefined ? text : `${name}: ${text}`;
}
