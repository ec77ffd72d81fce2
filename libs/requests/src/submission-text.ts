/** Subject and body carry the case number and nothing about the family: the letter itself is in the attachment. */
export function submissionSubject(caseNumber: string): string {
  return `Заявление об обработке персональных данных (дело ${caseNumber})`;
}

/** @param signature lines about the branch that sends, with `\n` between them. */
export function submissionText(caseNumber: string, signature: string): string {
  return [
    'Здравствуйте!',
    '',
    'Направляем заявление законного представителя обучающегося. Подписанное заявление и его текст — во вложениях.',
    'Просим зарегистрировать заявление и сообщить входящий номер и дату ответом на это письмо.',
    '',
    `Номер дела у заявителя: ${caseNumber}. Адрес для ответа указан в поле «Ответить» и относится только к этому делу.`,
    '',
    ...signature.split('\n'),
  ].join('\r\n');
}
