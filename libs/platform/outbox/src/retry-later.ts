/**
 * Thrown by a handler that cannot do its work yet through no fault of the job (the mail relay is down, say). Uses up no
 * attempt.
 */
export class RetryLater extends Error {
  /**
   * @param when a moment of the database's clock, or milliseconds from now by that clock.
   * @param code stable, kept as the row's last error: `mail.relay-unreachable`.
   */
  constructor(
    readonly when: Date | number,
    readonly code: string,
  ) {
    super(code);
    this.name = 'RetryLater';
  }
}
