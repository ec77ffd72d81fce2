import type { Localised } from '#kernel';
import type { OtherParent } from './family-people.contract.ts';

/** What the other parent's position means for a request: shown to whoever decides, never decided on (СК ст. 65). */
export const otherParentMeanings: Readonly<Record<OtherParent, Localised>> = {
  agrees: {
    ru: 'Второй родитель согласен. Возражений с его стороны не ожидается.',
    en: 'The other parent agrees. No objection is to be expected.',
  },
  unknown: {
    ru: 'Позиция второго родителя неизвестна. Согласие требуется по закону не всегда, но школа может спросить о нём.',
    en: 'The other parent’s position is not known. The law does not always ask for it, but the school may.',
  },
  objects: {
    ru: 'Второй родитель возражает. Разногласия родителей решают орган опеки или суд (СК ст. 65); покажите дело юристу до отправки.',
    en: 'The other parent objects. Parents’ disputes go to the guardianship authority or a court; ask a lawyer first.',
  },
};
