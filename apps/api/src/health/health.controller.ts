import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Logger, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '#access';
import { DatabaseProbe } from '#database';
import { dto, ServerGate, ZodResponse } from '#http';
import { READINESS_CHECKS, type ReadinessCheck } from './readiness.ts';

const PATIENCE_MS = 2000;

class LiveAnswer extends dto(z.object({ status: z.literal('up') })) {}
class ReadyAnswer extends dto(
  z.object({ status: z.enum(['up', 'down']), checks: z.record(z.string(), z.enum(['up', 'down'])) }),
) {}

/** For balancers and supervisors; says nothing that an outsider could use. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  private readonly logger = new Logger('health');

  constructor(
    private readonly gate: ServerGate,
    private readonly probe: DatabaseProbe,
    @Inject(READINESS_CHECKS) private readonly checks: readonly ReadinessCheck[],
  ) {}

  @Get('live')
  @Public()
  @ZodResponse({ status: 200, type: LiveAnswer, description: 'The process answers' })
  live() {
    return { status: 'up' as const };
  }

  @Get('ready')
  @Public()
  @ApiServiceUnavailableResponse({ description: 'Not now: closing, or something it needs does not answer' })
  @ZodResponse({ status: 200, type: ReadyAnswer, description: 'Ready for requests' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const database = { name: 'database', check: () => this.probe.ask() };
    const states = await Promise.all([database, ...this.checks].map((one) => this.stateOf(one)));
    const up = !this.gate.isClosing && states.every(([, state]) => state === 'up');
    if (!up) void reply.status(503).header('retry-after', '5');
    return { status: up ? ('up' as const) : ('down' as const), checks: Object.fromEntries(states) };
  }

  private async stateOf({ name, check }: ReadinessCheck): Promise<readonly [string, 'up' | 'down']> {
    try {
      await Promise.race([
        check(),
        sleep(PATIENCE_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer in time'))),
      ]);
      return [name, 'up'];
    } catch (error) {
      this.logger.warn({ event: 'not-ready', check: name, error: error instanceof Error ? error.name : 'unknown' });
      return [name, 'down'];
    }
  }
}
