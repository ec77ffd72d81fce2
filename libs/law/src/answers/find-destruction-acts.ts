import type { AnswerHint } from './answer-hint.ts';
import { quoteOf } from './answer-text.ts';
import { DAY, readRussianDay } from './russian-day.ts';

const ACT = /(?<!\p{L})акт(?:а|ом|у|е|ы)?\s{1,3}(?:№\s{0,2}[\d\p{L}/-]{1,20}\s{1,3})?об?\s{1,3}уничтожени[ия]/iu;
const DESTROYED_ON = new RegExp(String.raw`(?:дата уничтожения|уничтожен[оаы]?)[^.;\n]{0,60}?(${DAY})`, 'iu');

/** What Order 179 of 28.10.2022 (п. 3, 4) wants in an act, by the code of its requirement, and how such lines begin. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  act_operator:
    /(?:наименование\s{1,3}(?:оператора|организации|юридического лица)|(?<!\p{L})оператор(?:ом|а)?\s{0,2}[:–—-])/iu,
  act_processor: /(?:по поручению|лиц[оа],? осуществляющ\p{L}{2,4} обработку|обработчик)/iu,
  act_subjects: /(?:субъект\p{L}{0,3}(?:\s{1,3}персональных данных)?|фамили[яи],? имя)/iu,
  act_destroyed_by:
    /(?:члены комиссии|председатель комиссии|комисси[яией]{1,2}\s{1,3}в составе|уничтожил(?:и|а)?\s{0,2}[:–—-]|лиц[оа],? уничтожив)/iu,
  act_categories:
    /(?:категори[ийяем]{1,3}|перечень|состав)\s{1,3}(?:уничтоженных\s{1,3}|уничтожаемых\s{1,3})?персональных данных/iu,
  act_medium:
    /(?:бумажн\p{L}{1,3} носител|материальн\p{L}{1,3} носител|количеств\p{L}{1,3} листов|\d{1,4}\s{0,2}(?:л\.|лист))/iu,
  act_system: /информационн\p{L}{1,3}\s{1,3}систем/iu,
  act_method: /(?:способ\p{L}{0,3}(?:\s{1,3}уничтожения)?|шредер|измельч|перезапис|сжига|сожжен|удален\p{L}{1,2} из)/iu,
  act_reason: /(?:причин\p{L}{1,2}\s{1,3}уничтожения|основани[еяю]\s{1,3}(?:для\s{1,3})?уничтожения|в связи с)/iu,
  act_date: DESTROYED_ON,
};

/** An act of destruction, with those fields of Order 179 that the text seems to fill: once a text. */
export function findDestructionActs(text: string): AnswerHint[] {
  const act = ACT.exec(text);
  if (act === null) return [];
  const body = text.slice(act.index);
  const fields = Object.keys(FIELDS).filter((code) => FIELDS[code]?.test(body) === true);
  const day = readRussianDay(DESTROYED_ON.exec(body)?.[1] ?? '');
  return [
    {
      kind: 'destruction_act',
      value: { fields, ...(day === null ? {} : { date: day }) },
      offset: act.index,
      quote: quoteOf(text, act.index, act.index + act[0].length),
      confidence: fields.length >= 6 ? 'high' : fields.length >= 3 ? 'medium' : 'low',
    },
  ];
}
