import { Injectable } from '@nestjs/common';
import { PasswordResets, sendPasswordResetJob } from '#access';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchMail } from './branch-mail.ts';
import { mailLanguage } from './mail-language.ts';
import { Organisations } from './organisations.service.ts';
import { passwordResetMail } from './password-reset-mail.ts';

/** Mails the link to a new password, in the name of a branch that the person serves. */
@Injectable()
@HandlesJob(sendPasswordResetJob)
export class SendPasswordResetHandler implements JobHandler<typeof sendPasswordResetJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly mail: BranchMail,
    private readonly resets: PasswordResets,
    private readonly organisations: Organisations,
  ) {}

  async run({ resetId }: PayloadOf<typeof sendPasswordResetJob>, claim: JobClaim): Promise<void> {
    const found = await this.resets.mailOf(resetId);
    if (found === null) return;
    const { email, link, expiresAt } = found;
    const draft = await this.db.transaction(async () => {
      const branch = await this.organisations.branch();
      const language = mailLanguage(branch.languages, found.language);
      const text = passwordResetMail(language, { link, expiresAt, timeZone: branch.timeZone });
      return this.mail.draft(branch, { key: `password-reset-${resetId}`, to: email, language, ...text });
    });
    await this.mail.send(draft, claim, 'access.password-reset');
    await this.db.transaction(() => this.outbox.finish(claim));
  }
}
