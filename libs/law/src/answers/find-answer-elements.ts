import type { AnswerHint } from './answer-hint.ts';
import { quoteOf } from './answer-text.ts';

/** How an answer words what 152-ФЗ ст. 14 ч. 7 and a refusal ask for, by the code of the requirement. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  processing_confirmed:
    /(?:подтвержда(?:ем|ет|ется) (?:факт )?обработк|(?<!не )обрабатывает(?:ся)? персональные данные|осуществляет обработку)/iu,
  grounds_and_purposes: /(?:правов(?:ое|ые|ым|ыми) основани\p{L}{1,3}|обработ\p{L}{1,4} на основании)/iu,
  purposes_and_methods:
    /(?:цел(?:и|ями|ях|ь|ью)[^.\n]{0,60}обработки|способ(?:ы|ами|ом)? обработки|обработк\p{L}{1,2}[^.\n]{0,30}в целях)/iu,
  operator_and_recipients:
    /(?:лиц(?:а|ам|ах)?,? (?:имеющ|которы[ме] (?:могут|предоставл))|перед(?:аются|авались|ача)[^.\n]{0,40}(?:треть|следующ))/iu,
  data_and_source: /(?:источник(?:ом|и)?[^.\n]{0,40}(?:получения|данных)|данные получены)/iu,
  terms: /срок(?:и|ом|а)? (?:их )?(?:обработки|хранения)/iu,
  rights: /(?:порядок осуществления|вправе (?:обжаловать|обратиться|требовать)|прав(?:а|ах) субъект)/iu,
  cross_border: /трансграничн/iu,
  processor: /(?:по поручению|поруч(?:ена|ается|ено) обработк|обработк\p{L}{1,2} поруч)/iu,
  measures: /(?:18\.1|мер(?:ы|ах),? (?:направленны|принимаемы|по обеспечению))/iu,
  refusal_kept_data:
    /(?:продолж\p{L}{2,6} (?:хран|обраб)[^.\n]{0,120}|перечень (?:сохран|обрабатываем|персональных данных)|подлежат хранению)/iu,
};

/** The first place for each element of a complete answer or a reasoned refusal. */
export function findAnswerElements(text: string): AnswerHint[] {
  return Object.entries(ELEMENTS).flatMap(([element, wording]): AnswerHint[] => {
    const found = wording.exec(text);
    if (found === null) return [];
    const { index } = found;
    const quote = quoteOf(text, index, index + found[0].length);
    return [{ kind: 'answer_element', value: { element }, offset: index, quote, confidence: 'low' }];
  });
}
