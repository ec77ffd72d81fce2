/** Another worker has taken the message over; whatever this one still wanted to do is no longer its business. */
export class ReplacedWorker extends Error {
  constructor() {
    super('Another worker has taken over.');
    this.name = 'ReplacedWorker';
  }
}
