import type { INestApplicationContext } from '@nestjs/common';
import { MailIntake } from '#correspondence';
import { deliverMessage, type DeliveryResult, SmtpListener } from '#mail';

/** The door of a worker for incoming mail, and somebody outside who knocks. */
export class MailDoor {
  readonly failures: unknown[] = [];
  readonly #listener: SmtpListener;
  #port = 0;

  private constructor(worker: INestApplicationContext) {
    const { isKnownRecipient, accept: onMessage } = worker.get(MailIntake);
    this.#listener = new SmtpListener({
      ...{ host: '127.0.0.1', port: 0, isKnownRecipient, onMessage },
      onFailure: (error) => this.failures.push(error),
    });
  }

  static async open(worker: INestApplicationContext): Promise<MailDoor> {
    const door = new MailDoor(worker);
    door.#port = (await door.#listener.start()).port;
    return door;
  }

  post(to: readonly string[], raw: Buffer, from = 'school12@edu.test'): Promise<DeliveryResult> {
    return deliverMessage({
      server: { host: '127.0.0.1', port: this.#port, tls: 'none' },
      envelope: { from, to },
      message: raw,
      beforeBody: () => Promise.resolve(),
    });
  }

  close(): Promise<void> {
    return this.#listener.stop();
  }
}
