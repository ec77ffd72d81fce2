import { printable } from '#documents';
import type { Locale } from '#kernel';
import type { ResponsiblePerson } from './branch-settings.contract.ts';
import type { Branch } from './organisations.contract.ts';

/** How a branch presents itself at the top of a letter and under it. */
export interface BranchLetterhead {
  /** The first line is the name; several lines as the branch wrote them, or name, branch and address. */
  readonly lines: readonly string[];
  /** Whom to turn to: who, and how they are reached; empty where nobody is named. */
  readonly contact: readonly string[];
}

export function letterheadOf(branch: Branch): BranchLetterhead {
  const written = branch.letterhead
    .split('\n')
    .map(printable)
    .filter((line) => line !== '');
  const known = [branch.association.name, branch.name, branch.postalAddress].map(printable);
  const contact = branch.responsible === null ? [] : contactOf(branch.responsible, 'ru').map(printable);
  return { lines: written.length > 0 ? written : known, contact: contact.filter((line) => line !== '') };
}

/** The name that stands beside our address in mail. */
export function senderNameOf({ mailSenderName, association }: Branch): string {
  return mailSenderName === '' ? association.name : mailSenderName;
}

/** The lines under a mail, behind the mark by which mail programs know a signature (RFC 3676, 4.3). */
export function signatureOf(branch: Branch, language: Locale): string {
  const { association, name, postalAddress, responsible } = branch;
  return [
    '-- ',
    association.name,
    name,
    postalAddress,
    ...(responsible === null ? [] : contactOf(responsible, language)),
    '',
  ].join('\n');
}

function contactOf({ name, position, phone, email }: ResponsiblePerson, language: Locale): string[] {
  const tel = language === 'ru' ? 'тел.' : 'tel.';
  const reach = [phone ? `${tel} ${phone}` : null, email].filter((part) => part !== null);
  return [`${name}, ${position}`, ...(reach.length > 0 ? [reach.join(', ')] : [])];
}
