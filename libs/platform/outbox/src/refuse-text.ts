// Ids, codes, dates and reference numbers fit; names (spaces, Cyrillic) and e-mail addresses do not.
const ID_LIKE = /^[A-Za-z0-9_.:+/-]{0,120}$/;

/** Keeps personal data out of the queue: every string in a payload has to look like an id or a code. */
export function refuseText(value: unknown, job: string, path = ''): void {
  if (typeof value === 'string') {
    if (!ID_LIKE.test(value))
      throw new Error(`The payload of ${job} carries text at "${path}"; hand over an id instead.`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) refuseText(inner, job, `${path}/${key}`);
  }
}
