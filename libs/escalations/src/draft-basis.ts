import { createHash } from 'node:crypto';
import type { ComplaintMaterial } from './complaint-materials.service.ts';

/** A digest of the facts that a complaint rests on: its office, its letter, each clock and each message as they stand. */
export function basisOf({
  today,
  office,
  statement,
  deadlines,
  messages,
  request,
  branch,
  mandateDate,
}: ComplaintMaterial): Buffer {
  const facts = {
    ...{ today, office: office.id, officeVersion: office.version, statement: statement.sha256 },
    ...{ incomingNumber: request.incomingNumber, mandateDate, branchVersion: branch.version },
    deadlines: deadlines.map(({ id, status }) => [id, status]),
    messages: messages.map(({ id, state }) => [id, state]),
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest();
}
