import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Letters, Outgoing, Threads } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { localDate, Problem } from '#kernel';
import { Organisations, senderNameOf, signatureOf } from '#organisations';
import { Authorities } from '#schools';
import { ClockStarts } from './clock-starts.service.ts';
import type { RequestEntity } from './request.entity.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestStages } from './request-stages.service.ts';
import type { FileByHandBody, SubmitByEmailBody } from './requests.contract.ts';
import { RequestsRepository } from './requests.repository.ts';
import { submissionSubject, submissionText } from './submission-text.ts';

export interface Submitted {
  readonly requestId: string;
  readonly version: number;
  readonly messageId: string;
  readonly threadId: string;
}

/** The letter leaves: frozen, put into a thread, and either queued for e-mail or recorded as served by a person. */
@Injectable()
export class Submissions {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly stages: RequestStages,
    private readonly clocks: ClockStarts,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly letters: Letters,
    private readonly threads: Threads,
    private readonly outgoing: Outgoing,
  ) {}

  /** @throws Problem requests.letter-missing, requests.signature-missing, requests.address-unknown. */
  submitByEmail(by: Principal, id: string, version: number, { to }: SubmitByEmailBody): Promise<Submitted> {
    return this.submit(by, id, version, 'email_plain', (request, letterId, threadId) =>
      this.email(by, request, letterId, threadId, to),
    );
  }

  /** @throws Problem requests.letter-missing, requests.signature-missing. */
  recordFiling(by: Principal, id: string, version: number, filing: FileByHandBody): Promise<Submitted> {
    return this.submit(by, id, version, filing.channel, async (request, letterId, threadId) => {
      const { channel, registrationNumber, evidenceFileIds } = filing;
      const filedOn = localDate(filing.filedOn);
      const record = { threadId, letterId, channel, registrationNumber, filedOn, evidenceFileIds };
      const { messageId } = await this.outgoing.recordFiling(by, record);
      await this.clocks.startFromFiling(by, request, filing, messageId);
      return messageId;
    });
  }

  /** One transaction for everything: a letter that is "submitted" is also queued or recorded, and the other way round. */
  private async submit(
    by: Principal,
    id: string,
    version: number,
    channel: string,
    hand: (request: RequestEntity, letterId: string, threadId: string) => Promise<string>,
  ): Promise<Submitted> {
    return this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      this.stages.check(request, 'submit');
      if (request.version !== version) throw versionMismatch();
      const letterId = await this.signedLetterOf(request);
      await this.letters.freeze(by, letterId);
      const { familyId, authorityId } = request;
      // A letter that came back goes out again by the thread it has.
      const threadId =
        request.threadId ??
        (await this.threads.open(by, { familyId, authorityId, subject: { type: 'request', id } })).id;
      const messageId = await hand(request, letterId, threadId);
      const changes = {
        ...{ threadId, submittedAt: await this.database.now(), submittedBy: by.personId },
        ...{ departureReason: null, departureMessageId: null },
      };
      const next = await this.stages.advance(by, request, 'submit', changes, { channel });
      return { requestId: id, version: next, messageId, threadId };
    });
  }

  private async signedLetterOf(request: RequestEntity): Promise<string> {
    if (request.letterId === null) throw new Problem(requestsProblems.letterMissing);
    const letter = await this.letters.get(request.letterId);
    if (letter.signed === null) throw new Problem(requestsProblems.signatureMissing);
    return letter.id;
  }

  private async email(by: Principal, request: RequestEntity, letterId: string, threadId: string, to: string) {
    const authority = await this.authorities.get(request.authorityId);
    if (!authority.emails.some(({ address }) => address === to)) {
      throw new Problem(requestsProblems.addressUnknown, { pointer: '/to' });
    }
    const letter = await this.letters.get(letterId);
    const branch = await this.organisations.branch();
    const { messageId } = await this.outgoing.sendByEmail(by, {
      threadId,
      letterId,
      to: [to],
      senderName: senderNameOf(branch),
      subject: submissionSubject(request.caseNumber),
      text: submissionText(request.caseNumber, signatureOf(branch, 'ru')),
      attachmentFileIds: [...new Set([letter.outgoingFileId, letter.fileId])],
    });
    return messageId;
  }
}
