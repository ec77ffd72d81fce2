import { defineProblems } from '#kernel';

export const schoolsProblems = defineProblems({
  foreignRegion: {
    code: 'schools.foreign-region',
    status: 403,
    text: {
      ru: 'Отделение ведёт справочник только своего региона. Запись региона {region} правит отделение этого региона.',
      en: 'A branch keeps the directory of its own region only. An entry of region {region} is for the branch of that region.',
    },
  },
  regulatorUncertain: {
    code: 'schools.regulator-uncertain',
    status: 409,
    text: {
      ru: 'Для региона {region} не установлено, какое управление Роскомнадзора рассматривает жалобы. Выберите адресата сами.',
      en: 'It is not established which office of Roskomnadzor takes complaints for region {region}. Choose the addressee yourself.',
    },
  },
  regulatorMissing: {
    code: 'schools.regulator-missing',
    status: 409,
    text: {
      ru: 'В справочнике нет управления Роскомнадзора для региона {region}. Добавьте запись вида regulator.',
      en: 'The directory has no office of Roskomnadzor for region {region}. Add an entry of the kind regulator.',
    },
  },
});
