import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CaughtMail, composeMessage, deliverMessage, parseMessage } from '#mail';
import { newId } from '#kernel';
import { DEMO_PASSWORD } from '../../../apps/cli/src/demo-association/demo-people.ts';
import { type Call, DemoClient } from '../../../apps/cli/src/demo/demo-client.ts';
import { handSignedPage } from '../../../apps/cli/src/demo/hand-signed-page.ts';
import { dayIn } from '../../../apps/cli/src/demo/steps/school-answers.ts';
import type { Canaries } from './canaries.ts';
import type { OwnSystem } from './own-system.ts';

export interface School {
  readonly id: string;
  readonly emails: readonly { readonly address: string }[];
}

export interface RequestAnswer {
  readonly id: string;
  readonly version: number;
  readonly replyWaitingSince: string | null;
  readonly demands: readonly { readonly id: string }[];
}

interface Writing extends Call {
  readonly method?: string;
  /** Who calls, if not the coordinator. */
  readonly as?: DemoClient;
}

export interface RecordedFamily {
  readonly id: string;
  readonly guardians: { readonly id: string }[];
  readonly children: { readonly id: string; readonly enrolmentId: string }[];
  readonly consents: { readonly id: string }[];
}

/** Canaries that one family of the story plants. */
export const CANARIES_OF_A_FAMILY = 20;

/** A full case for each family, over HTTP and SMTP as people and schools have it, with a canary in every personal field. */
export class Story {
  readonly familyIds: string[] = [];
  /** `METHOD /path` of each writing call that succeeded, ids left out. */
  readonly called = new Set<string>();
  branchId = '';
  coordinatorId = '';
  schools: readonly School[] = [];
  private volunteerId = '';

  private constructor(
    readonly system: OwnSystem,
    readonly canaries: Canaries,
    readonly coordinator: DemoClient,
  ) {}

  static async begin(system: OwnSystem, canaries: Canaries): Promise<Story> {
    const coordinator = await DemoClient.signIn(system.url, 'coordinator@kazan.demo.test', DEMO_PASSWORD);
    const story = new Story(system, canaries, coordinator);
    const me = await story.coordinator.get<{ id: string; branches: { id: string }[] }>('/v1/me');
    story.coordinatorId = me.id;
    story.branchId = me.branches[0]?.id ?? '';
    story.volunteerId = (await (await story.signIn('volunteer@kazan.demo.test')).get<{ id: string }>('/v1/me')).id;
    const found = await story.coordinator.get<{ items: School[] }>(`${story.at}/authorities?kind=school&region=16`);
    story.schools = found.items.filter(({ emails }) => emails.length > 0);
    return story;
  }

  get at(): string {
    return `/v1/branches/${this.branchId}`;
  }

  /** As many families as it takes to plant `canaries`. */
  async tell(canaries: number): Promise<void> {
    const families = Math.ceil(canaries / CANARIES_OF_A_FAMILY);
    for (let index = 0; index < families; index += 1) await this.oneCase(index);
    await this.mistakes();
  }

  /** The writing routes that a case does not need: additions, corrections, endings, and the directory. */
  async furtherChanges(): Promise<void> {
    const familyId = this.familyIds.at(-1) ?? '';
    const family = `families/${familyId}`;
    const guardian = { relation: 'parent', name: this.person(), postalAddress: `ул. ${this.canaries.name()}, д. 1` };
    await this.write(201, `${family}/guardians`, { body: guardian });
    await this.write(201, `${family}/children`, { body: { name: this.person(), birthDate: '2016-01-01' } });
    const { version, children, guardians } = await this.coordinator.get<{
      version: number;
      children: { id: string }[];
      guardians: { id: string }[];
    }>(`${this.at}/${family}`);
    await this.write(200, family, { method: 'PATCH', version, body: { status: 'open' } });
    await this.write(201, `${family}/consents`, {
      body: { childId: children[0]?.id, authorityId: this.schools[0]?.id, systemCode: 'sferum', givenOn: '2025-09-02' },
    });
    await this.write(201, `${family}/mandates`, {
      body: { guardianId: guardians[0]?.id, scope: 'help', signedOn: '2026-09-21', expiresOn: '2027-09-21' },
    });
    const { items } = await this.coordinator.get<{ items: { id: string }[] }>(`${this.at}/${family}/assignments`);
    await this.write(204, `${family}/assignments/${items[0]?.id ?? ''}`, { method: 'DELETE' });
    const opened = await this.write<RequestAnswer>(201, 'requests', {
      body: {
        ...{ familyId, guardianId: guardians[0]?.id, childIds: [children[0]?.id], authorityId: this.schools[0]?.id },
        demands: [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }],
      },
    });
    await this.write(200, `requests/${opened.id}/withdrawal`, { version: opened.version });
    const school = { kind: 'school', regionCode: '16', shortName: 'Школа № 99', fullName: 'Школа № 99' };
    const added = await this.write<{ id: string }>(201, 'authorities', {
      body: { ...school, postalAddress: '420000, г. Казань', emails: [] },
    });
    const { version: first } = await this.coordinator.get<{ version: number }>(`${this.at}/authorities/${added.id}`);
    await this.write(200, `authorities/${added.id}`, {
      method: 'PATCH',
      version: first,
      body: { shortName: 'Школа № 98' },
    });
  }

  private person() {
    const { canaries } = this;
    return { surname: canaries.name(), givenName: canaries.name(), patronymic: `${canaries.name()}ович` };
  }

  private async oneCase(index: number): Promise<void> {
    const school = this.schools[index % this.schools.length];
    if (school === undefined) throw new Error('The directory holds no school.');
    const family = await this.recordFamily(school);
    this.familyIds.push(family.id);
    await this.write(201, `families/${family.id}/assignments`, {
      body: { personId: this.volunteerId, reason: this.canaries.text() },
    });
    const scan = await this.upload(family.id, 'signed-letter', `${this.canaries.name()}.pdf`, handSignedPage());
    await this.upload(family.id, 'other', this.canaries.fileName(), Buffer.from(this.canaries.text().repeat(40)));
    const request = await this.openRequest(family, school, scan);
    // One in five goes by post; what a person notes there is personal too.
    if (index % 5 === 4) await this.fileByPost(request);
    else await this.exchange(request, school);
  }

  async recordFamily(school: School) {
    const { canaries } = this;
    return this.write<RecordedFamily>(201, 'families', {
      idempotencyKey: newId(),
      body: {
        dataSource: 'guardian_in_person',
        guardians: [
          {
            ...{ relation: 'parent', name: this.person(), phone: canaries.phone(), email: canaries.email() },
            postalAddress: `420000, г. Казань, ул. ${canaries.name()}, д. 5`,
            basisDocument: `свидетельство о рождении № ${canaries.number()}`,
            identityDocument: {
              ...{ kind: 'passport', number: canaries.number(), issuedOn: '2012-02-14' },
              issuedBy: `отделом ${canaries.name()}`,
            },
          },
        ],
        children: [
          {
            ...{ name: this.person(), birthDate: '2015-03-12' },
            enrolment: { authorityId: school.id, classLabel: '5 «Б»', from: '2026-09-01' },
          },
        ],
        consents: [{ childIndex: 0, authorityId: school.id, systemCode: 'my_school', givenOn: '2025-09-01' }],
        mandate: { guardianIndex: 0, scope: 'submit', signedOn: '2026-09-20', expiresOn: '2027-09-20' },
      },
    });
  }

  /** Opened, typeset and signed. */
  async openRequest(
    family: RecordedFamily,
    school: School,
    scanId: string,
    kind = 'consent_withdrawal',
  ): Promise<RequestAnswer> {
    const opened = await this.write<RequestAnswer>(201, 'requests', {
      idempotencyKey: newId(),
      body: {
        ...{ familyId: family.id, guardianId: family.guardians[0]?.id, childIds: family.children.map(({ id }) => id) },
        ...{ authorityId: school.id, demands: [{ kind, systemCodes: ['my_school'] }] },
      },
    });
    const prepared = await this.write<{ version: number; letterId: string }>(201, `requests/${opened.id}/letter`, {
      version: opened.version,
      body: { reservation: true },
    });
    await this.coordinator.download(`${this.at}/letters/${prepared.letterId}/pdf`);
    const signed = await this.write<{ version: number }>(200, `requests/${opened.id}/signature`, {
      version: prepared.version,
      body: { fileId: scanId, how: 'scan' },
    });
    return { ...opened, version: signed.version };
  }

  async fileByPost({ id, version }: RequestAnswer): Promise<void> {
    await this.write(200, `requests/${id}/filing`, {
      version,
      body: { channel: 'registered_post', filedOn: today(), registrationNumber: this.canaries.number() },
    });
  }

  /** Sent, answered and told what came of it; resolves to the answered request. */
  async exchange(request: RequestAnswer, school: School, outcome = 'complied'): Promise<RequestAnswer> {
    const { waiting, messageId } = await this.correspond(request, school);
    return this.write<RequestAnswer>(200, `requests/${request.id}/classification`, {
      version: waiting.version,
      body: {
        ...{ messageId, incomingNumber: this.canaries.number(), receivedOn: today() },
        outcomes: waiting.demands.map((demand) => ({ demandId: demand.id, outcome })),
      },
    });
  }

  /** Sent and answered; resolves to the request that waits for a person, and to the answer. */
  async correspond(
    { id, version }: RequestAnswer,
    school: School,
  ): Promise<{ waiting: RequestAnswer; messageId: string }> {
    const to = school.emails[0]?.address ?? '';
    const sent = await this.write<{ messageId: string }>(202, `requests/${id}/submission`, {
      ...{ version, body: { to }, idempotencyKey: newId() },
    });
    const message = await this.until(async () => {
      const found = await this.coordinator.get<{ state: string; messageIdHeader: string }>(
        `${this.at}/messages/${sent.messageId}`,
      );
      return found.state === 'sent' ? found : null;
    }, 'a letter is sent');
    await this.answer(to, await this.replyAddressOf(message.messageIdHeader));
    const waiting = await this.until(async () => {
      const found = await this.coordinator.get<RequestAnswer>(`${this.at}/requests/${id}`);
      return found.replyWaitingSince === null ? null : found;
    }, 'the answer waits for a person');
    const { items } = await this.coordinator.get<{ items: { id: string; threadId: string }[] }>(
      `${this.at}/threads/${(await this.coordinator.get<{ threadId: string }>(`${this.at}/requests/${id}`)).threadId}/messages`,
    );
    return { waiting, messageId: items.at(-1)?.id ?? '' };
  }

  private async replyAddressOf(messageId: string): Promise<string> {
    const caught = new CaughtMail(join(this.system.dataDir, 'caught-mail'));
    const entry = (await caught.list()).find((one) => one.messageId === messageId);
    const raw = await caught.read(entry?.id ?? '');
    const { headers } = await parseMessage(raw ?? Buffer.alloc(0));
    const replyTo = headers.find(({ name }) => name === 'reply-to')?.value ?? '';
    return /r-[^@\s<>]+@[^\s<>]+/.exec(replyTo)?.[0] ?? '';
  }

  private async answer(from: string, to: string): Promise<void> {
    const message = await composeMessage({
      ...{ messageId: `<${newId()}@school.test>`, date: new Date() },
      from: { address: from, name: this.canaries.name() },
      to: [{ address: to }],
      subject: `Ответ: ${this.canaries.name()}`,
      text: `Здравствуйте! ${this.canaries.text()}\r\n`,
      attachments: [
        { filename: this.canaries.fileName(), contentType: 'text/plain', content: Buffer.from(this.canaries.text()) },
      ],
    });
    const server = { host: '127.0.0.1', port: this.system.inboundPort, tls: 'none' } as const;
    const result = await deliverMessage({
      server,
      envelope: { from, to: [to] },
      message,
      beforeBody: () => Promise.resolve(),
    });
    if (result.kind !== 'accepted') throw new Error(`The answer was not taken: ${result.kind}`);
  }

  /** What is refused must leave no more behind than what is taken. */
  private async mistakes(): Promise<void> {
    const { canaries, coordinator } = this;
    const guardian = { relation: canaries.name(), name: { surname: canaries.name() }, phone: canaries.text() };
    await coordinator.call('POST', `${this.at}/families`, { body: { guardians: [guardian], [canaries.name()]: 1 } });
    await coordinator.call('POST', '/v1/auth/login', {
      body: { email: canaries.email(), password: canaries.number() },
    });
    await coordinator.call('POST', `${this.at}/requests`, { body: { familyId: canaries.text() } });
  }

  async upload(familyId: string, purpose: string, name: string, content: Buffer): Promise<string> {
    const path = `${this.at}/families/${familyId}/files?purpose=${purpose}`;
    const { id } = await this.coordinator.upload(path, name, content, 'application/octet-stream');
    this.called.add('POST /v1/branches/{}/families/{}/files');
    return id;
  }

  /** @param path below the branch, or from the root when it begins with a slash. */
  async write<Body>(
    status: number,
    path: string,
    { method = 'POST', as = this.coordinator, ...call }: Writing,
  ): Promise<Body> {
    const whole = path.startsWith('/') ? path : `${this.at}/${path}`;
    const answer = await as.expect<Body>(status, method, whole, call);
    this.called.add(`${method} ${whole}`.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{}').replace(/\?.*/, ''));
    return answer;
  }

  signIn(email: string): Promise<DemoClient> {
    return DemoClient.signIn(this.system.url, email, DEMO_PASSWORD);
  }

  async until<T>(look: () => Promise<T | null>, what: string): Promise<T> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const found = await look();
      if (found !== null) return found;
      await sleep(100);
    }
    throw new Error(`Waited in vain until ${what}.`);
  }
}

/** In the schools' zone; the clock of the story is not moved. */
function today(): string {
  return dayIn('Europe/Moscow', new Date());
}
