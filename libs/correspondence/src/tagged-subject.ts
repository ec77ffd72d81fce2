const LONGEST = 340;

/**
 * The subject with the thread's token behind it: registries that answer from an address of their own keep the subject, and
 * the token in it is proof where a number would be none. Too long a subject goes without.
 */
export function taggedSubject(subject: string, token: string): string {
  return subject.length > LONGEST ? subject : `${subject} [r-${token}]`.trimStart();
}
