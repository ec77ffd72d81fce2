import type { DescribedAnswers } from './described-answers.ts';
import type { GeneratedRequest } from './generate-request.ts';
import type { RawAnswer } from './raw-request.ts';

interface ProblemShape {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly rule: string }[];
}

/** What is wrong with an answer: a defect, something the document does not describe, a refusal that explains nothing. */
export function answerFaults(
  address: string,
  request: GeneratedRequest,
  answer: RawAnswer | Error,
  described: DescribedAnswers,
): string[] {
  if (answer instanceof Error) return [`no answer (${answer.message})`];
  if (answer.status >= 500) return [`answered ${answer.status}`];
  const undescribed = described.faults(address, answer);
  if (answer.status < 400 || undescribed.length > 0) return undescribed;
  return refusalFaults(request, JSON.parse(answer.body.toString('utf8')) as ProblemShape);
}

function refusalFaults(
  { blames, fields = [] }: GeneratedRequest,
  { code, detail, errors = [] }: ProblemShape,
): string[] {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(code)) return [`«${code}» is no stable code`];
  if (detail.trim() === '') return ['says nothing'];
  if (code !== 'validation') return [];
  if (errors.length === 0) return ['names no field'];
  if (errors.some(({ rule }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule))) return ['names no rule'];
  // A rule between two fields may speak of the other one; it may not speak of what was never sent.
  const isFair = (pointer: string) => isAbout(pointer, blames ?? '') || fields.includes(pointer);
  if (errors.every(({ pointer }) => isFair(pointer))) return [];
  return [`blames ${errors.map(({ pointer }) => pointer).join(', ')} instead of ${blames ?? 'what was spoilt'}`];
}

/** Either may be the deeper one: a list that should be an object is blamed above or below where it was put. */
function isAbout(pointer: string, blamed: string): boolean {
  return (
    blamed === '' || pointer === '' || `${pointer}/`.startsWith(`${blamed}/`) || `${blamed}/`.startsWith(`${pointer}/`)
  );
}
