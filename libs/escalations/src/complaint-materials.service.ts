import { Injectable } from '@nestjs/common';
import { type Letter, Letters, type MessageFacts, Messages } from '#correspondence';
import { Database } from '#database';
import { Families, type FamilyForLetter } from '#families';
import { Files } from '#files';
import { type LocalDate, localDate, localDateIn } from '#kernel';
import type { DeadlineRule } from '#law';
import { type Branch, Organisations } from '#organisations';
import {
  Deadlines,
  type DeadlineView,
  LawInForce,
  type LetterParties,
  letterPartiesOf,
  RequestsService,
  type RequestView,
} from '#requests';
import { type Authority, Authorities } from '#schools';
import type { EscalationEntity } from './escalation.entity.ts';
import type { EvidenceFile } from './evidence-pack.ts';
import { proofOfSending } from './proof-of-sending.ts';

/** All that a complaint rests on, as it stands now. */
export interface ComplaintMaterial {
  readonly today: LocalDate;
  readonly request: RequestView;
  readonly reason: EscalationEntity['reason'];
  readonly operator: Authority;
  readonly office: Authority;
  readonly parties: LetterParties;
  readonly branch: Branch;
  /** The day of the power of attorney by which the association acts for the applicant; null without one. */
  readonly mandateDate: LocalDate | null;
  readonly statement: Letter;
  readonly messages: readonly MessageFacts[];
  /** Every clock of the request; one that is due counts as passed, whether or not the sweep has come by. */
  readonly deadlines: readonly DeadlineView[];
  /** Those that ship with the program and those that were loaded. */
  readonly rules: readonly DeadlineRule[];
}

/** Brings together the request, its letter, its exchange and its clocks, and the files that prove them. */
@Injectable()
export class ComplaintMaterials {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly families: Families,
    private readonly letters: Letters,
    private readonly messages: Messages,
    private readonly requests: RequestsService,
    private readonly deadlines: Deadlines,
    private readonly law: LawInForce,
    private readonly files: Files,
  ) {}

  async gather(rung: EscalationEntity, officeId: string): Promise<ComplaintMaterial> {
    return this.database.transaction(async () => {
      const request = await this.requests.view(rung.requestId);
      const { familyId, guardianId, childIds, letterId, threadId } = request;
      if (letterId === null || threadId === null) throw new Error('Only a submitted request is complained about.');
      const family = await this.families.getForLetter(familyId, guardianId, childIds);
      return {
        ...{ request, reason: rung.reason },
        branch: await this.organisations.branch(),
        mandateDate: mandateDateOf(family),
        today: await this.organisations.today(),
        operator: await this.authorities.get(request.authorityId),
        office: await this.authorities.get(officeId),
        parties: letterPartiesOf(family),
        statement: await this.letters.get(letterId),
        messages: await this.messages.ofThread(threadId),
        rules: (await this.law.now()).rules,
        deadlines: passedBy(await this.database.now(), await this.deadlines.listOf(request.id)),
      };
    });
  }

  /** The attachments in the order in which the complaint lists them; reads files, so outside any transaction. */
  async evidenceFor({ statement, messages, request, today, operator }: ComplaintMaterial): Promise<EvidenceFile[]> {
    const sentOn = localDateIn(operator.timeZone, new Date(request.submittedAt ?? request.createdAt));
    const evidence: Omit<EvidenceFile, 'fileName'>[] = [
      { title: 'Копия подписанного заявления', date: sentOn, content: await this.contentOf(statement.outgoingFileId) },
    ];
    if (statement.fileId !== statement.outgoingFileId) {
      evidence.push({ title: 'Текст заявления', date: sentOn, content: await this.contentOf(statement.fileId) });
    }
    const proof = Buffer.from(proofOfSending(request.caseNumber, messages), 'utf8');
    evidence.push({ title: 'Сведения об отправке и получении', date: today, content: proof });
    for (const message of messages) {
      if (message.rawFileId === null) continue;
      const title = message.direction === 'outbound' ? 'Отправленное письмо (EML)' : 'Полученное письмо (EML)';
      const date = localDateIn(operator.timeZone, message.sentAt ?? message.receivedAt ?? new Date(request.createdAt));
      evidence.push({ title, date, content: await this.contentOf(message.rawFileId) });
    }
    return evidence.map((file, index) => ({ ...file, fileName: fileNameOf(index + 1, file.title) }));
  }

  private async contentOf(fileId: string): Promise<Buffer> {
    return (await this.files.read(fileId)).content;
  }
}

/** Help and handing in are no representation: the association stands in the letter only when it may speak in it. */
function mandateDateOf({ mandate }: FamilyForLetter): LocalDate | null {
  return mandate?.scope === 'represent' ? localDate(mandate.signedOn) : null;
}

function passedBy(now: Date, deadlines: readonly DeadlineView[]): DeadlineView[] {
  return deadlines.map((deadline) =>
    deadline.status === 'armed' && new Date(deadline.dueAt) <= now ? { ...deadline, status: 'passed' } : deadline,
  );
}

function fileNameOf(position: number, title: string): string {
  const ending = title.includes('EML') ? 'eml' : title.startsWith('Сведения') ? 'txt' : 'pdf';
  const stem = ending === 'pdf' ? 'statement' : ending === 'eml' ? 'message' : 'proof-of-sending';
  return `${String(position).padStart(2, '0')}-${stem}.${ending}`;
}
