import { type ComplaintInput, type LetterheadInput, printable, type RepeatedDemandInput } from '#documents';
import { formatRussianDay, type LocalDate, localDate, localDateIn } from '#kernel';
import { type DeadlineRule, demandKind, ruleInForce } from '#law';
import { type Branch, letterheadOf } from '#organisations';
import { type DeadlineView, letterAddresseeOf, letterDemandsOf } from '#requests';
import type { ComplaintMaterial } from './complaint-materials.service.ts';
import type { EvidenceFile } from './evidence-pack.ts';

type Circumstance = ComplaintInput['circumstances'][number];

/** What the complaint says, from what is recorded: facts by day, one line per clock, the applicant's own assessment. */
export function complaintOf(material: ComplaintMaterial, evidence: readonly EvidenceFile[]): ComplaintInput {
  const { request, operator, office, parties, today, branch, mandateDate } = material;
  const terms = runningOut(material);
  return {
    caseNumber: request.caseNumber,
    date: today,
    letterhead: complaintLetterheadOf(material),
    authority: { name: office.fullName, address: office.postalAddress, head: letterAddresseeOf(office).head ?? null },
    guardian: parties.guardian,
    children: parties.children,
    representative: mandateDate === null ? null : { name: representativeOf(branch), mandateDate },
    operator: {
      name: operator.fullName,
      shortName: operator.shortName,
      inn: operator.inn,
      ogrn: operator.ogrn,
      address: operator.postalAddress,
    },
    circumstances: circumstancesOf(material),
    terms: terms.map((deadline) => termLine(deadline, material)),
    answer: answerOf(material),
    norms: [...new Set(terms.map((deadline) => normOf(deadline, material)))],
    discloseApplicant: true,
    attachments: [
      ...evidence.map(({ title }) => ({ title, sheets: null })),
      { title: 'Документ, подтверждающий полномочия законного представителя', sheets: null },
      ...(mandateDate === null ? [] : [{ title: 'Доверенность представителя', sheets: null }]),
      { title: 'Опись приложений с контрольными суммами', sheets: null },
    ],
  };
}

/** The first rung: the demands once more, to the same operator, with the terms that ran out. */
export function repeatedDemandOf(material: ComplaintMaterial, evidence: readonly EvidenceFile[]): RepeatedDemandInput {
  const { request, operator, parties, today } = material;
  const submitted = localDateIn(operator.timeZone, new Date(request.submittedAt ?? request.createdAt));
  return {
    caseNumber: request.caseNumber,
    date: today,
    operator: letterAddresseeOf(operator),
    guardian: parties.guardian,
    children: parties.children,
    earlier: { date: submitted, receivedOn: request.receivedOn, incomingNumber: request.incomingNumber },
    terms: runningOut(material).map((deadline) => termLine(deadline, material)),
    answer: answerOf(material),
    demands: letterDemandsOf(request.demands, today),
    reservation: true,
    attachments: evidence.map(({ title }) => ({ title, sheets: null })),
  };
}

/** The association's letterhead stands where it acts for the applicant; an applicant who acts alone has none. */
export function complaintLetterheadOf({ branch, mandateDate }: ComplaintMaterial): LetterheadInput | null {
  if (mandateDate === null) return null;
  const { lines, contact } = letterheadOf(branch);
  return { lines: [...lines], contact: [...contact] };
}

function representativeOf({ association, name, responsible }: Branch): string {
  const contact = responsible === null ? '' : `; контактное лицо: ${responsible.name}, ${responsible.position}`;
  return printable(`${association.name}, ${name}${contact}`);
}

/** The clocks that have run out; for a bare refusal before any has, those that were stopped by it. */
function runningOut({ deadlines, reason }: ComplaintMaterial): DeadlineView[] {
  const passed = deadlines.filter(({ status }) => status === 'passed');
  if (passed.length > 0 || reason === 'deadline_passed') return passed;
  return deadlines.filter(({ status }) => status === 'met' || status === 'armed');
}

function circumstancesOf({ request, operator, messages, deadlines }: ComplaintMaterial): Circumstance[] {
  const dayOf = (instant: Date): LocalDate => localDateIn(operator.timeZone, instant);
  const circumstances: Circumstance[] = [];
  for (const { direction, sentAt, receivedAt, machine, state } of messages) {
    if (direction === 'outbound' && sentAt !== null && state === 'sent') {
      const text = 'Заявление направлено оператору по электронной почте и принято его почтовым сервером.';
      circumstances.push({ date: dayOf(sentAt), text });
    }
    if (direction === 'inbound' && receivedAt !== null && machine === null) {
      circumstances.push({ date: dayOf(receivedAt), text: 'От оператора получено ответное письмо.' });
    }
  }
  if (request.receivedOn !== null && request.incomingNumber !== null) {
    const text = `Оператор сообщил, что зарегистрировал заявление: входящий № ${request.incomingNumber}.`;
    circumstances.push({ date: localDate(request.receivedOn), text });
  }
  for (const { status, dueOn } of deadlines) {
    if (status !== 'passed') continue;
    const text = 'Истёк последний день срока, установленного законом; ответ оператора не получен.';
    if (!circumstances.some((one) => one.date === dueOn)) circumstances.push({ date: localDate(dueOn), text });
  }
  if (circumstances.length === 0) {
    const submitted = dayOf(new Date(request.submittedAt ?? request.createdAt));
    circumstances.push({ date: submitted, text: 'Заявление подано оператору.' });
  }
  return circumstances.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** The version that the clock was computed by: it stays the one of the case, whatever was loaded since. */
function ruleOf({ ruleId, ruleVersion, startedOn }: DeadlineView, { rules }: ComplaintMaterial): DeadlineRule {
  const kept = rules.find(({ id, version }) => id === ruleId && version === ruleVersion);
  return kept ?? ruleInForce(ruleId, localDate(startedOn), rules);
}

function termLine(deadline: DeadlineView, material: ComplaintMaterial): ComplaintInput['terms'][number] {
  const rule = ruleOf(deadline, material);
  const demand = material.request.demands.find(({ id }) => id === deadline.demandId);
  return {
    demand: demand === undefined ? rule.basis : demandKind(demand.kind).title.ru,
    basis: rule.basis,
    received: deadline.startedOn,
    term: { amount: rule.amount, unit: rule.unit === 'workday' ? 'working-day' : 'calendar-day' },
    due: deadline.dueOn,
  };
}

function normOf(deadline: DeadlineView, material: ComplaintMaterial): string {
  const { basis } = ruleOf(deadline, material);
  return deadline.status === 'passed'
    ? `${basis}: требование не выполнено в срок до ${formatRussianDay(localDate(deadline.dueOn))}, уведомление о продлении срока не получено`
    : `${basis}: в ответе не названо основание отказа`;
}

function answerOf({ messages, operator, request }: ComplaintMaterial): ComplaintInput['answer'] {
  const answer = messages.findLast(({ direction, machine }) => direction === 'inbound' && machine === null);
  const receivedAt = answer?.receivedAt ?? null;
  if (receivedAt === null) return { kind: 'silence' };
  return {
    kind: 'answer',
    date: localDateIn(operator.timeZone, receivedAt),
    number: request.incomingNumber,
    assessment: 'По мнению заявителя, ответ не содержит исполнения требований или мотивированного отказа.',
  };
}
