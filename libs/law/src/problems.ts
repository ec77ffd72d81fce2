import { defineProblems } from '#kernel';

export const lawProblems = defineProblems({
  calendarYearMissing: {
    code: 'law.calendar-year-missing',
    status: 422,
    text: {
      ru: 'Производственного календаря на {year} год нет, срок вычислить нельзя. Администратор должен загрузить постановление о переносе выходных дней на {year} год.',
      en: 'There is no production calendar for {year}, so the deadline cannot be computed. An administrator must load the decree on days off for {year}.',
    },
  },
  calendarYearProvisional: {
    code: 'law.calendar-year-provisional',
    status: 422,
    text: {
      ru: 'Календарь на {year} год предварительный: постановление о переносе выходных дней не загружено, срок может измениться.',
      en: 'The calendar for {year} is provisional: the decree on days off is not loaded, the deadline may change.',
    },
  },
  calendarInconsistent: {
    code: 'law.calendar-inconsistent',
    status: 422,
    text: {
      ru: 'Календарь на {year} год противоречив: указано рабочих дней {expected}, насчитано {counted}. Сверьте выходные и рабочие субботы с постановлением.',
      en: 'The calendar for {year} contradicts itself: {expected} working days are stated, {counted} are counted. Check the days off and working Saturdays against the decree.',
    },
  },
  ruleUnknown: {
    code: 'law.rule-unknown',
    status: 422,
    text: {
      ru: 'Правила срока «{rule}» нет. Выберите правило из справочника сроков.',
      en: 'There is no deadline rule "{rule}". Choose one from the catalogue of deadline rules.',
    },
  },
  ruleNotInForce: {
    code: 'law.rule-not-in-force',
    status: 422,
    text: {
      ru: 'Правило срока «{rule}» не действовало {day}. Проверьте дату получения или загрузите редакцию правила, действовавшую в этот день.',
      en: 'The deadline rule "{rule}" was not in force on {day}. Check the day of receipt or load the version that was in force then.',
    },
  },
  instantRequired: {
    code: 'law.instant-required',
    status: 422,
    text: {
      ru: 'Срок по правилу «{rule}» считается в часах. Укажите точное время события, а не только день.',
      en: 'The rule "{rule}" counts hours. Give the exact time of the event, not only the day.',
    },
  },
  extensionNotProvided: {
    code: 'law.extension-not-provided',
    status: 422,
    text: {
      ru: 'Закон не предусматривает продления срока по правилу «{rule}». Отметьте ответ как несвоевременный или выберите другое правило.',
      en: 'The law provides no extension for the rule "{rule}". Record the answer as late or choose another rule.',
    },
  },
  extensionTooLong: {
    code: 'law.extension-too-long',
    status: 422,
    text: {
      ru: 'Продление по правилу «{rule}» — от 1 до {maximum}, указано {amount}. Укажите законный предел.',
      en: 'An extension under the rule "{rule}" is 1 to {maximum}, {amount} was given. Give the lawful limit.',
    },
  },
  shortTermNotProvided: {
    code: 'law.short-term-not-provided',
    status: 422,
    text: {
      ru: 'У правила «{rule}» нет сокращённого срока. Уберите отметку о сокращённом сроке.',
      en: 'The rule "{rule}" has no short term. Remove the short-term mark.',
    },
  },
  blockingNotProvided: {
    code: 'law.blocking-not-provided',
    status: 422,
    text: {
      ru: 'Правило «{rule}» не допускает блокирования вместо уничтожения. Выберите правило об уничтожении.',
      en: 'The rule "{rule}" does not allow blocking in place of destruction. Choose a rule on destruction.',
    },
  },
  timeZoneUnknown: {
    code: 'law.time-zone-unknown',
    status: 422,
    text: {
      ru: 'Часовой пояс «{timeZone}» неизвестен. Укажите имя IANA, например Europe/Moscow.',
      en: 'The time zone "{timeZone}" is unknown. Give an IANA name such as Europe/Moscow.',
    },
  },
  regionUnknown: {
    code: 'law.region-unknown',
    status: 422,
    text: {
      ru: 'Региона с кодом «{code}» нет. Укажите двузначный код субъекта Российской Федерации.',
      en: 'There is no region with the code "{code}". Give the two-digit code of a subject of the Russian Federation.',
    },
  },
});
