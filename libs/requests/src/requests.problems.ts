import { defineProblems } from '#kernel';

export const requestsProblems = defineProblems({
  stageForbids: {
    code: 'requests.stage-forbids',
    status: 409,
    text: {
      ru: 'На стадии «{stage}» действие «{verb}» невозможно. Обновите обращение и посмотрите, что с ним уже сделано.',
      en: 'At stage "{stage}" the action "{verb}" cannot be done. Reload the request and see what was done already.',
    },
  },
  childNotInFamily: {
    code: 'requests.child-not-in-family',
    status: 422,
    text: {
      ru: 'Ребёнок не относится к этой семье. Выберите детей из карточки семьи.',
      en: 'The child does not belong to this family. Choose children from the family record.',
    },
  },
  guardianNotInFamily: {
    code: 'requests.guardian-not-in-family',
    status: 422,
    text: {
      ru: 'Заявитель не относится к этой семье. Выберите законного представителя из карточки семьи.',
      en: 'The applicant does not belong to this family. Choose a legal representative from the family record.',
    },
  },
  systemUnknown: {
    code: 'requests.system-unknown',
    status: 422,
    text: {
      ru: 'В каталоге нет информационной системы «{system}». Возьмите код из списка информационных систем.',
      en: 'The catalogue has no information system "{system}". Take the code from the list of information systems.',
    },
  },
  demandNotInLetters: {
    code: 'requests.demand-not-in-letters',
    status: 422,
    text: {
      ru: 'Для требования «{kind}» ещё нет текста заявления.',
      en: 'There is no statement wording for the demand "{kind}" yet.',
    },
  },
  templateUnfit: {
    code: 'requests.template-unfit',
    status: 422,
    text: {
      ru: 'Этот шаблон — для писем другого вида. Выберите шаблон того вида, которым пишут этому адресату.',
      en: 'This template is for letters of another kind. Choose one of the kind that this addressee is written to with.',
    },
  },
  headUnknown: {
    code: 'requests.head-unknown',
    status: 409,
    text: {
      ru: 'В справочнике нет имени руководителя адресата. Добавьте его: письмо обращено к нему.',
      en: 'The directory has no name of the addressee’s head. Add it: the letter is addressed to that person.',
    },
  },
  letterMissing: {
    code: 'requests.letter-missing',
    status: 409,
    text: {
      ru: 'У обращения нет письма. Сначала подготовьте письмо.',
      en: 'The request has no letter. Prepare the letter first.',
    },
  },
  signatureMissing: {
    code: 'requests.signature-missing',
    status: 409,
    text: {
      ru: 'Письмо не подписано. Приложите скан подписанного письма или файл подписи.',
      en: 'The letter is not signed. Attach the scan of the signed letter or a signature file.',
    },
  },
  addresseeSucceeded: {
    code: 'requests.addressee-succeeded',
    status: 409,
    text: {
      ru: 'Вместо этого адресата теперь действует: {successors}. Откройте обращение к преемнику или подтвердите прежнего адресата (addresseeConfirmed).',
      en: 'In place of this addressee there is now: {successors}. Open the request to the successor, or confirm the former addressee (addresseeConfirmed).',
    },
  },
  addresseeClosed: {
    code: 'requests.addressee-closed',
    status: 409,
    text: {
      ru: 'По справочнику адресат закрыт, а преемник не указан. Найдите преемника и внесите его или подтвердите прежнего адресата (addresseeConfirmed).',
      en: 'The directory says that the addressee is closed and names no successor. Find and record one, or confirm the former addressee (addresseeConfirmed).',
    },
  },
  addressUnknown: {
    code: 'requests.address-unknown',
    status: 422,
    text: {
      ru: 'Этого адреса нет у адресата в справочнике. Добавьте его с источником или выберите один из известных.',
      en: 'The directory does not list this address for the addressee. Add it with its source or choose a known one.',
    },
  },
  demandUnknown: {
    code: 'requests.demand-unknown',
    status: 422,
    text: {
      ru: 'В этом обращении нет такого требования.',
      en: 'This request has no such demand.',
    },
  },
  messageUnknown: {
    code: 'requests.message-unknown',
    status: 422,
    text: {
      ru: 'В переписке по этому обращению нет такого входящего сообщения.',
      en: 'The correspondence of this request has no such incoming message.',
    },
  },
  receiptIncomplete: {
    code: 'requests.receipt-incomplete',
    status: 422,
    text: {
      ru: 'Укажите и входящий номер, и дату регистрации: срок считают от этой даты.',
      en: 'Give both the incoming number and its date: the term is counted from that date.',
    },
  },
  receivedBeforeSubmission: {
    code: 'requests.received-before-submission',
    status: 422,
    text: {
      ru: 'Дата регистрации не может быть раньше отправки или позже сегодняшнего дня адресата.',
      en: 'The incoming date cannot be before the submission or after the addressee’s today.',
    },
  },
  retentionBasisUnknown: {
    code: 'requests.retention-basis-unknown',
    status: 422,
    text: {
      ru: 'В перечне нет такого основания хранения. Возьмите код из перечня оснований.',
      en: 'There is no such retention basis in the list. Take a code from the list of bases.',
    },
  },
  outcomesMissing: {
    code: 'requests.outcomes-missing',
    status: 409,
    text: {
      ru: 'Не по всем требованиям записан исход. Запишите исход каждого требования или отзовите обращение.',
      en: 'Not every demand has an outcome. Record the outcome of each demand or withdraw the request.',
    },
  },
  replyMissing: {
    code: 'requests.reply-missing',
    status: 409,
    text: {
      ru: 'По обращению ещё ничего не пришло. Дождитесь ответа или внесите ответ, полученный на бумаге или по телефону.',
      en: 'Nothing has come in on this request yet. Wait for the reply or record one received on paper or by phone.',
    },
  },
  transferToItself: {
    code: 'requests.transfer-to-itself',
    status: 422,
    text: {
      ru: 'Обращение и так адресовано этой организации. Выберите организацию, которой его переслали.',
      en: 'The request is addressed to this body already. Choose the body to which it was passed on.',
    },
  },
  nothingToTransfer: {
    code: 'requests.nothing-to-transfer',
    status: 409,
    text: {
      ru: 'По всем требованиям уже записан исход: пересылать нечего.',
      en: 'Every demand has an outcome already: there is nothing to pass on.',
    },
  },
  clauseUnknown: {
    code: 'requests.clause-unknown',
    status: 422,
    text: {
      ru: 'В перечне нет абзаца «{code}». Возьмите код из списка спорных утверждений.',
      en: 'The list has no paragraph "{code}". Take a code from the list of contested clauses.',
    },
  },
  deadlineNotOpen: {
    code: 'requests.deadline-not-open',
    status: 409,
    text: {
      ru: 'Этот срок уже не идёт: он соблюдён или заменён другим. Обновите список сроков.',
      en: 'This deadline runs no longer: it was met or another one took its place. Reload the list of deadlines.',
    },
  },
  alreadyExtended: {
    code: 'requests.already-extended',
    status: 409,
    text: {
      ru: 'Срок уже продлён, второй раз закон продлить его не позволяет. Отметьте ответ как несвоевременный.',
      en: 'The deadline was extended already; the law allows it once. Record the answer as late.',
    },
  },
  extensionTooLate: {
    code: 'requests.extension-too-late',
    status: 409,
    text: {
      ru: 'Уведомление о продлении пришло после окончания срока ({dueOn}) и срока не меняет. Отметьте ответ как несвоевременный.',
      en: 'The notice of the extension came after the term had ended ({dueOn}) and changes nothing. Record the answer as late.',
    },
  },
  extensionUnreasoned: {
    code: 'requests.extension-unreasoned',
    status: 422,
    text: {
      ru: 'Правило «{rule}» продлевает срок только по мотивированному уведомлению, а причина в нём не названа. Срок остаётся прежним.',
      en: 'The rule "{rule}" extends the term by a reasoned notice only, and this one names no reason. The term stays as it is.',
    },
  },
  extensionTooShort: {
    code: 'requests.extension-too-short',
    status: 422,
    text: {
      ru: 'Названный день не позже нынешнего окончания срока, {dueOn}. Сверьте дату с уведомлением.',
      en: 'The day that was given is no later than the present end of the term, {dueOn}. Check it against the notice.',
    },
  },
  calendarUnknown: {
    code: 'requests.calendar-unknown',
    status: 422,
    text: {
      ru: 'Производственный календарь «{version}» не загружен. Возьмите версию из списка календарей.',
      en: 'The production calendar "{version}" is not loaded. Take a version from the list of calendars.',
    },
  },
  ruleVersionKnown: {
    code: 'requests.rule-version-known',
    status: 422,
    text: {
      ru: 'У правила «{rule}» уже есть версия {version}. Правила не меняются: дайте новой редакции новый номер.',
      en: 'The rule "{rule}" has a version {version} already. Versions never change: give the new one a new number.',
    },
  },
});
