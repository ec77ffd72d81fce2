/** Thrown by a handler when no repetition can help: the row fails at once. */
export class GiveUp extends Error {
  /** @param code stable, kept as the row's last error: `correspondence.message-withdrawn`. */
  constructor(readonly code: string) {
    super(code);
    this.name = 'GiveUp';
  }
}
