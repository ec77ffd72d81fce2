import type { MessageFacts } from '#correspondence';

const CHANNELS: Readonly<Record<string, string>> = {
  email: 'электронная почта',
  registered_post: 'заказное письмо',
  in_person: 'личный приём',
  epgu_pos: 'портал Госуслуг (ПОС)',
  official_site_esia: 'официальный сайт с входом через ЕСИА',
};

const STATES: Readonly<Record<string, string>> = {
  sent: 'принято почтовым сервером адресата',
  recorded: 'подано, подтверждение приложено',
  refused: 'отклонено почтовым сервером адресата',
  unknown: 'передача не подтверждена',
  failed: 'не передано',
  received: 'получено',
};

/** A plain-text record of every message of the exchange: times in UTC, the server's own words, identifiers. */
export function proofOfSending(caseNumber: string, messages: readonly MessageFacts[]): string {
  const records = messages.map((message, index) => {
    const at = message.sentAt ?? message.receivedAt;
    return [
      `${index + 1}. ${message.direction === 'outbound' ? 'Исходящее' : 'Входящее'}: ${CHANNELS[message.channel] ?? message.channel}`,
      `   Состояние: ${STATES[message.state] ?? message.state}`,
      at === null ? null : `   Время (UTC): ${at.toISOString()}`,
      message.messageIdHeader === null ? null : `   Message-ID: ${message.messageIdHeader}`,
      message.serverResponse === null ? null : `   Ответ сервера: ${message.serverResponse}`,
    ]
      .filter((line) => line !== null)
      .join('\r\n');
  });
  return [`Дело ${caseNumber}. Сведения об отправке и получении`, '', ...records, ''].join('\r\n');
}
