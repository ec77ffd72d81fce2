import { defineProblems } from '#kernel';

export const schoolsProblems = defineProblems({
  foreignRegion: {
    code: 'schools.foreign-region',
    status: 403,
    text: {
      ru: 'Отделение ведёт справочник только своего региона. Запись региона {region} правит отделение этого региона, а где его нет — администратор объединения. Предложить правку можно.',
      en: 'A branch keeps the directory of its own region only. An entry of region {region} is for the branch of that region, or for the administrator of the association where there is none. You can propose a change.',
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
  undoImpossible: {
    code: 'schools.undo-impossible',
    status: 409,
    text: {
      ru: 'Эту запись истории отменить нельзя: отменяются правки, импорт и прежние отмены. Внесите новую правку.',
      en: 'This line of the history cannot be undone: only corrections, imports and earlier undoings can. Make a new correction.',
    },
  },
  undoSuperseded: {
    code: 'schools.undo-superseded',
    status: 409,
    text: {
      ru: 'После этой правки поле менялось ещё раз, отмена стёрла бы новое значение. Посмотрите историю и внесите правку вручную.',
      en: 'The field was changed again after this correction; undoing it would wipe out the newer value. Look at the history and correct by hand.',
    },
  },
  changedMeanwhile: {
    code: 'schools.changed-meanwhile',
    status: 412,
    text: {
      ru: 'Это поле тем временем изменило отделение «{branch}» (версия {version}). Посмотрите историю записи и решите, чьё значение верно.',
      en: 'The branch "{branch}" has changed this field meanwhile (version {version}). Look at the history of the entry and decide whose value is right.',
    },
  },
  successionCircle: {
    code: 'schools.succession-circle',
    status: 409,
    text: {
      ru: 'Так запись стала бы преемником самой себя. Проверьте, кто кому предшествует.',
      en: 'The entry would become its own successor. Check which of the two came first.',
    },
  },
  successionKnown: {
    code: 'schools.succession-known',
    status: 409,
    text: {
      ru: 'Этот преемник уже записан. Чтобы изменить дату или основание, удалите прежнюю строку и внесите заново.',
      en: 'This successor is recorded already. To change its day or ground, remove that line and record it anew.',
    },
  },
  successorUnfit: {
    code: 'schools.successor-unfit',
    status: 422,
    text: {
      ru: 'Преемника нет в справочнике или он другого вида. Сначала внесите его тем же видом записи.',
      en: 'The successor is not in the directory or is of another kind. First record it as the same kind of entry.',
    },
  },
  systemUnknown: {
    code: 'schools.system-unknown',
    status: 422,
    text: {
      ru: 'В каталоге нет информационной системы с таким кодом. Коды — в списке information-systems.',
      en: 'The catalogue has no information system of this code. The codes are in the list information-systems.',
    },
  },
  factKnown: {
    code: 'schools.fact-known',
    status: 409,
    text: {
      ru: 'Об этой системе здесь уже есть запись. Измените её, а не добавляйте вторую.',
      en: 'There is a record of this system here already. Change it instead of adding a second one.',
    },
  },
  regionOfSchool: {
    code: 'schools.region-of-school',
    status: 422,
    text: {
      ru: 'Школа записана в другом регионе. Укажите регион школы.',
      en: 'The school is recorded in another region. Give the region of the school.',
    },
  },
  proposalDecided: {
    code: 'schools.proposal-decided',
    status: 409,
    text: {
      ru: 'По этому предложению уже принято решение.',
      en: 'This proposal has been decided already.',
    },
  },
  proposalEmpty: {
    code: 'schools.proposal-empty',
    status: 422,
    text: {
      ru: 'Предложение ничего не меняет в записи. Укажите поле с новым значением.',
      en: 'The proposal changes nothing in the entry. Give a field with a new value.',
    },
  },
});
