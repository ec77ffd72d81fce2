import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#kernel';
import { httpProblems } from './http.problems.ts';

export interface GateOptions {
  /** Requests at work at once; the next one is told to come back rather than left to queue for a connection. */
  readonly maxInFlight: number;
  /** Milliseconds between "not ready" and the closing of the listener, for a balancer to notice. */
  readonly drainMs: number;
}

/** Turns requests away while the server closes or has more than it can carry. Health checks always pass. */
export class ServerGate implements BeforeApplicationShutdown {
  private inFlight = 0;
  private closing = false;

  constructor(private readonly options: GateOptions) {}

  get isClosing(): boolean {
    return this.closing;
  }

  guard(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/health/')) {
        done();
      } else if (this.closing) {
        done(new Problem(httpProblems.closing, { headers: { 'retry-after': '5' } }));
      } else if (this.inFlight >= this.options.maxInFlight) {
        done(new Problem(httpProblems.overloaded, { headers: { 'retry-after': '2' } }));
      } else {
        this.inFlight += 1;
        // 'close' comes in every case, also when the caller hangs up.
        reply.raw.once('close', () => (this.inFlight -= 1));
        done();
      }
    });
    // A connection that falls idle only after the listener closed would be waited for until its keep-alive ends.
    server.addHook('onSend', (_request, reply, payload, done) => {
      if (this.closing) reply.header('connection', 'close');
      done(null, payload);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    if (this.options.drainMs > 0) await sleep(this.options.drainMs);
  }
}
