import { randomBytes } from 'node:crypto';
import type { MailIntake } from '#correspondence';

export type IntakeSabotage =
  /** 250 is said although nothing is stored yet. */
  | 'acknowledged-before-commit'
  /** A mail that is sent again is taken for another one. */
  | 'every-copy-is-new';

/** Breaks one mechanism of taking mail in, in this process. */
export function breakIntake(intake: MailIntake, sabotage: IntakeSabotage): void {
  const { accept } = intake;
  intake.accept =
    sabotage === 'acknowledged-before-commit'
      ? (mail) => {
          setTimeout(() => void accept(mail), 1_500);
          return Promise.resolve();
        }
      : (mail) =>
          accept({
            ...mail,
            raw: Buffer.concat([Buffer.from(`X-Copy: ${randomBytes(8).toString('hex')}\r\n`), mail.raw]),
          });
}
