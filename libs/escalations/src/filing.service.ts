import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Outgoing, Threads } from '#correspondence';
import { Database } from '#database';
import { type LocalDate, localDate, localDateIn, Problem } from '#kernel';
import { escalationSteps, ruleInForce } from '#law';
import { Deadlines, LawInForce } from '#requests';
import { type Authority, Authorities } from '#schools';
import { escalationViewOf } from './escalation-view.ts';
import type { EscalationEntity } from './escalation.entity.ts';
import type { EscalationView, FileEscalationBody } from './escalations.contract.ts';
import { escalationsProblems } from './escalations.problems.ts';
import { EscalationsRepository } from './escalations.repository.ts';
import { adviceFor, EscalationsService } from './escalations.service.ts';

/** An approved complaint is handed in over a channel that the body considers, and the body's own clock starts. */
@Injectable()
export class Filing {
  constructor(
    private readonly database: Database,
    private readonly escalations: EscalationsRepository,
    private readonly service: EscalationsService,
    private readonly authorities: Authorities,
    private readonly threads: Threads,
    private readonly outgoing: Outgoing,
    private readonly deadlines: Deadlines,
    private readonly law: LawInForce,
  ) {}

  /** @throws Problem escalations.channel-unfit, escalations.number-missing, escalations.filed-on-impossible. */
  async file(by: Principal, id: string, version: number, body: FileEscalationBody): Promise<EscalationView> {
    return this.database.transaction(async () => {
      const rung = await this.service.lock(id, version, 'file');
      const { authorityId, letterId } = rung;
      if (authorityId === null || letterId === null) throw new Problem(escalationsProblems.draftMissing);
      const channel = fitChannel(rung.step, body.channel);
      if (body.registrationNumber === undefined) {
        throw new Problem(escalationsProblems.numberMissing, { pointer: '/registrationNumber' });
      }
      const authority = await this.authorities.get(authorityId);
      const filedOn = await this.possibleDay(rung, authority, localDate(body.filedOn));
      const subject = { type: 'escalation', id } as const;
      const { id: threadId } = await this.threads.open(by, { familyId: rung.familyId, authorityId, subject });
      const { evidenceFileIds, registrationNumber } = body;
      const filing = { threadId, letterId, channel, filedOn, registrationNumber, evidenceFileIds };
      const { messageId } = await this.outgoing.recordFiling(by, filing);
      const filedAt = await this.database.now();
      const changes = { stage: 'filed', threadId, filedBy: by.personId, filedAt, filingMessageId: messageId } as const;
      await this.escalations.update(id, version, changes);
      await this.startClock(by, rung, authority, filedOn, messageId);
      this.service.record(by, rung, 'escalations.file', { channel, filedOn });
      return escalationViewOf(await this.escalations.get(id));
    });
  }

  /** A registration number proves both receipt and registration (59-ФЗ ст. 8 ч. 2, ст. 12). */
  private async startClock(
    by: Principal,
    rung: EscalationEntity,
    authority: Authority,
    filedOn: LocalDate,
    messageId: string,
  ) {
    const step = escalationSteps.find(({ code }) => code === rung.step);
    const terms = (step?.deadlines ?? []).filter(({ on }) => on === 'addressee');
    const { rules } = await this.law.now();
    await this.deadlines.restart(
      by,
      {
        familyId: rung.familyId,
        subject: { type: 'escalation', id: rung.id },
        event: 'filed',
        confidence: 'V',
        at: { day: filedOn },
        timeZone: authority.timeZone,
        regionCode: authority.regionCode,
        evidenceMessageId: messageId,
      },
      terms.map(({ ruleId }) => ({ demandId: null, rule: ruleInForce(ruleId, filedOn, rules) })),
    );
  }

  private async possibleDay(rung: EscalationEntity, { timeZone }: Authority, day: LocalDate): Promise<LocalDate> {
    const today = localDateIn(timeZone, await this.database.now());
    const approved = localDateIn(timeZone, rung.approvedAt ?? rung.createdAt);
    if (day >= approved && day <= today) return day;
    throw new Problem(escalationsProblems.filedInTheFuture, { pointer: '/filedOn' });
  }
}

function fitChannel(step: string, code: FileEscalationBody['channel']): HandServedChannel {
  const advice = adviceFor(step);
  const chosen = advice.find(({ channel }) => channel.code === code);
  if (chosen !== undefined && chosen.fitness !== 'unfit' && isHandServed(code)) return code;
  const channels = advice.filter(({ fitness }) => fitness !== 'unfit').map(({ channel }) => channel.code);
  throw new Problem(escalationsProblems.channelUnfit, {
    pointer: '/channel',
    parameters: { channels: channels.join(', ') },
  });
}

const handServed = ['registered_post', 'in_person', 'epgu_pos', 'official_site_esia'] as const;
type HandServedChannel = (typeof handServed)[number];

function isHandServed(code: string): code is HandServedChannel {
  return handServed.some((channel) => channel === code);
}
