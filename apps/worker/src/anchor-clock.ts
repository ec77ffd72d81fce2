import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AuditAnchors, AuditHeads } from '#audit';

const EVERY_MS = 3_600_000;

/** Anchors the heads of the audit log outside the database, at the start and once an hour. */
@Injectable()
export class AnchorClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AnchorClock.name);
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly heads: AuditHeads,
    @Inject(AuditAnchors) private readonly anchors: AuditAnchors,
  ) {}

  onApplicationBootstrap(): void {
    this.turn = this.anchor();
    this.timer = setInterval(() => {
      this.turn = this.turn.then(() => this.anchor());
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  private async anchor(): Promise<void> {
    try {
      const added = await this.anchors.append(await this.heads.all());
      if (added > 0) this.logger.log(`${added} heads of the audit log were anchored.`);
    } catch (error) {
      this.logger.error(`Anchoring the audit log failed: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }
}
