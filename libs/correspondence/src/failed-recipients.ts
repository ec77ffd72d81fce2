import type { ParsedMessage } from '#mail';
import type { ReceivedMail } from './received-mail.ts';

export interface FailedRecipient {
  /** As we wrote it. */
  readonly address: string;
  /** Status and diagnostic of the report. */
  readonly response: string;
}

/**
 * Whom of `to` a delivery report (RFC 3464) calls failed for good. Only a report with the empty sender of RFC 3464
 * section 2 counts. Of a letter to one addressee the failure is that one's, also when the school forwards its mail and the
 * report speaks of where to.
 */
export function failedRecipients(
  { envelopeFrom }: Pick<ReceivedMail, 'envelopeFrom'>,
  parsed: Pick<ParsedMessage, 'deliveryStatus'> | null,
  to: readonly string[],
): FailedRecipient[] {
  if (envelopeFrom !== '') return [];
  const reports = (parsed?.deliveryStatus?.recipients ?? []).filter(
    ({ action, status }) => action === 'failed' && (status === null || status.startsWith('5')),
  );
  return to.flatMap((address) => {
    const report =
      reports.find(({ recipient }) => recipient.toLowerCase() === address.toLowerCase()) ??
      (to.length === 1 ? reports[0] : undefined);
    return report === undefined
      ? []
      : [{ address, response: `${report.status ?? ''} ${report.diagnostic ?? ''}`.trim() }];
  });
}
