import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AuditAnchors, AuditHeads } from '#audit';
import { Rounds } from './rounds.ts';

/** Anchors the heads of the audit log outside the database, at the start and once an hour. */
@Injectable()
export class AnchorClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(heads: AuditHeads, @Inject(AuditAnchors) anchors: AuditAnchors) {
    this.rounds = new Rounds({
      name: 'Anchoring the audit log',
      everyMs: 3_600_000,
      logger: new Logger(AnchorClock.name),
      work: async () => {
        const added = await anchors.append(await heads.all());
        return added === 0 ? null : `${added} heads of the audit log were anchored.`;
      },
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }
}
