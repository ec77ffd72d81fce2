import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ConfigurationError } from '#config';
import { MailIntake } from '#correspondence';
import { SmtpListener } from '#mail';

export const INBOUND_ADDRESS = Symbol('inbound address');

export interface InboundAddress {
  readonly host: string;
  readonly port: number;
}

/** The SMTP door for answers: known reply addresses only, and 250 not before the mail is committed. */
@Injectable()
export class InboundListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(InboundListener.name);
  private readonly listener: SmtpListener;
  private listensOn: InboundAddress | null = null;

  constructor(
    intake: MailIntake,
    @Inject(INBOUND_ADDRESS) private readonly wanted: InboundAddress,
  ) {
    this.listener = new SmtpListener({
      ...wanted,
      isKnownRecipient: intake.isKnownRecipient,
      onMessage: intake.accept,
      onFailure: (error) => {
        this.logger.error(
          `A mail was not taken and will come again: ${error instanceof Error ? error.name : 'unknown'}`,
        );
      },
    });
  }

  /** Where it listens; a port of 0 was chosen by the system. */
  get address(): InboundAddress {
    if (this.listensOn === null) throw new Error('The inbound listener has not started.');
    return this.listensOn;
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      this.listensOn = await this.listener.start();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      const { host, port } = this.wanted;
      throw new ConfigurationError(
        `Port ${port} on ${host} is taken, so replies cannot come in. Stop what uses it or set INBOUND_SMTP_PORT.`,
        { cause: error },
      );
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.listensOn !== null) await this.listener.stop();
  }
}
