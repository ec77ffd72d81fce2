import type { INestApplicationContext } from '@nestjs/common';
import { partOf } from './part-of.ts';

export type DeliverySabotage =
  /** Nothing is committed and nobody is asked before the body leaves. */
  | 'no-point-of-no-return'
  /** Committed only when the body has long left. */
  | 'point-of-no-return-after-body'
  /** What may have arrived is taken for what may be tried again. */
  | 'retry-on-unknown'
  /** The server's log is not read: whatever is asked about is absent. */
  | 'absence-on-trust'
  /** Whoever holds the job sends it, whatever an earlier worker had begun. */
  | 'no-fence';

interface Handler {
  passPointOfNoReturn(taken: Taken, claim: unknown): Promise<void>;
  record(taken: Taken, verdict: { verb: string }, ...more: unknown[]): Promise<void>;
  leftToRelayLog(): Promise<boolean>;
}
interface Taken {
  handedOverFor: number | null;
}
interface Deliveries {
  take(messageId: string): Promise<Taken | null>;
  handOver(): Promise<boolean>;
}
interface RelayLog {
  look(messageIdHeader: string, handedOverFor: number): Promise<{ kind: string; decidableIn?: number }>;
}

/** Breaks one mechanism of the delivery in this process. */
export function breakDelivery(worker: INestApplicationContext, sabotage: DeliverySabotage): void {
  const handler = partOf(worker, 'DeliverMessageHandler') as Handler;
  const pass = handler.passPointOfNoReturn.bind(handler);
  const record = handler.record.bind(handler);
  switch (sabotage) {
    case 'no-point-of-no-return':
      handler.passPointOfNoReturn = () => Promise.resolve();
      return;
    case 'point-of-no-return-after-body':
      handler.passPointOfNoReturn = (taken, claim) => {
        setTimeout(() => void pass(taken, claim).catch(() => undefined), 1_500);
        return Promise.resolve();
      };
      return;
    case 'retry-on-unknown':
      handler.leftToRelayLog = () => Promise.resolve(false);
      handler.record = (taken, verdict, ...more) =>
        record(taken, verdict.verb === 'loseTrack' ? { ...verdict, verb: 'postpone' } : verdict, ...more);
      return;
    case 'absence-on-trust':
      (partOf(worker, 'RelayLog') as RelayLog).look = (_, handedOverFor) =>
        Promise.resolve(handedOverFor === 0 ? { kind: 'too-early', decidableIn: 1_000 } : { kind: 'absent' });
      return;
    case 'no-fence': {
      const deliveries = partOf(worker, 'DeliveriesRepository') as Deliveries;
      const take = deliveries.take.bind(deliveries);
      deliveries.handOver = () => Promise.resolve(true);
      deliveries.take = async (messageId) => {
        const taken = await take(messageId);
        return taken === null ? null : { ...taken, handedOverFor: null };
      };
    }
  }
}
