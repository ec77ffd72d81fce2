import { Injectable, Logger } from '@nestjs/common';
import { encode } from 'uqr';
import { Problem } from '#kernel';
import { Vault } from '#vault';
import { AccessKeys } from './access-keys.ts';
import { accessProblems } from './access.problems.ts';
import { Attempts } from './attempts.service.ts';
import type { Client } from './client.ts';
import { PeopleService } from './people.service.ts';
import type { SignedInPerson } from './principal.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts';
import { SecondFactorsRepository } from './second-factors.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { newTotpSecret, totpStepOf, totpUri } from './totp.ts';

const OWNER = { kind: 'platform' } as const;

/** A person's second factor: codes of an authenticator (RFC 6238), and ten recovery codes for when it is lost. */
@Injectable()
export class SecondFactor {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly factors: SecondFactorsRepository,
    private readonly sessions: SessionsRepository,
    private readonly people: PeopleService,
    private readonly vault: Vault,
    private readonly keys: AccessKeys,
    private readonly attempts: Attempts,
  ) {}

  async state(personId: string): Promise<{ enrolled: boolean; recoveryCodesLeft: number }> {
    const found = await this.factors.find(personId);
    return { enrolled: found?.confirmed === true, recoveryCodesLeft: found?.codesLeft ?? 0 };
  }

  /** A secret that counts once a code of it was shown. @throws Problem access.second-factor-present. */
  async enrol(personId: string): Promise<{ secret: string; uri: string; qr: { path: string; side: number } }> {
    const { email } = await this.people.getCard(personId);
    const secret = newTotpSecret();
    const sealed = this.vault.platformKeyring().seal(OWNER, secretPlace(personId), secret);
    if (!(await this.factors.start(personId, sealed))) throw new Problem(accessProblems.secondFactorPresent);
    const uri = totpUri(secret, email);
    return { secret, uri, qr: qrOf(uri) };
  }

  /** Resolves to the recovery codes, which are shown this once. @throws Problem access.enrolment-code-wrong. */
  async confirm({ personId, sessionId }: SignedInPerson, code: string, { network }: Client): Promise<string[]> {
    await this.attempts.take('secondFactor', personId, network);
    const wrong = new Problem(accessProblems.enrolmentCodeWrong, { pointer: '/code' });
    const found = await this.factors.find(personId);
    if (found?.confirmed === true) throw new Problem(accessProblems.secondFactorPresent);
    if (!(await this.isFreshTotp(personId, code))) throw wrong;
    const codes = newRecoveryCodes();
    if (!(await this.factors.confirm(personId, this.hashesOf(personId, codes)))) {
      throw new Problem(accessProblems.secondFactorPresent);
    }
    await this.sessions.confirm({ personId, sessionId }, { secondFactor: true });
    this.logger.log({ event: 'second-factor-enrolled', personId });
    return codes;
  }

  /** Ten new codes; the old ones are void. @throws Problem access.second-factor-absent. */
  async renewRecoveryCodes(personId: string): Promise<string[]> {
    if ((await this.factors.find(personId))?.confirmed !== true) throw new Problem(accessProblems.secondFactorAbsent);
    const codes = newRecoveryCodes();
    await this.factors.replaceCodes(personId, this.hashesOf(personId, codes));
    this.logger.log({ event: 'recovery-codes-renewed', personId });
    return codes;
  }

  async drop(personId: string): Promise<void> {
    await this.factors.drop(personId);
    this.logger.log({ event: 'second-factor-dropped', personId });
  }

  /** True for a code of the authenticator or a recovery code, once for each. */
  async accepts(personId: string, code: string): Promise<boolean> {
    if (/^\d{6}$/.test(code)) return this.isFreshTotp(personId, code, { confirmed: true });
    const used = await this.factors.useRecoveryCode(personId, recoveryCodeHash(this.keys.recovery, personId, code));
    if (used) this.logger.warn({ event: 'recovery-code-used', personId });
    return used;
  }

  private async isFreshTotp(personId: string, code: string, { confirmed = false } = {}): Promise<boolean> {
    const found = await this.factors.find(personId);
    if (found === null || (confirmed && !found.confirmed)) return false;
    const secret = this.vault.platformKeyring().open(OWNER, secretPlace(personId), found.secret);
    const step = totpStepOf(secret, code, found.now);
    return step !== null && (await this.factors.useStep(personId, step));
  }

  private hashesOf(personId: string, codes: readonly string[]): Buffer[] {
    return codes.map((code) => recoveryCodeHash(this.keys.recovery, personId, code));
  }
}

/** SVG path of the dark modules, one unit each, and the side of the code in modules. */
function qrOf(uri: string): { path: string; side: number } {
  const { data, size } = encode(uri, { ecc: 'M', border: 0 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { path, side: size };
}

function secretPlace(personId: string) {
  return { table: 'totp_secrets', column: 'secret', row: personId };
}
