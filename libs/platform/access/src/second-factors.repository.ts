import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface TotpRow {
  readonly secret: Buffer;
  readonly confirmed: boolean;
  readonly codesLeft: number;
  /** The database's clock, the only one that decides which step it is. */
  readonly now: Date;
}

/** Second factors and the challenges between password and code, through the definer functions of the database. */
@Injectable()
export class SecondFactorsRepository {
  constructor(private readonly db: Database) {}

  async start(personId: string, secretSealed: Buffer): Promise<boolean> {
    return this.ask('SELECT start_totp($1, $2) AS yes', [personId, secretSealed]);
  }

  async find(personId: string): Promise<TotpRow | null> {
    const [row] = await this.call<TotpRow>(
      'SELECT secret, confirmed, codes_left::int AS "codesLeft", now FROM totp_of($1)',
      [personId],
    );
    return row ?? null;
  }

  /** True for the first caller only, however many hold the code of this step. */
  async useStep(personId: string, step: number): Promise<boolean> {
    return this.ask('SELECT use_totp_step($1, $2) AS yes', [personId, step]);
  }

  async confirm(personId: string, codeHashes: readonly Buffer[]): Promise<boolean> {
    return this.ask('SELECT confirm_totp($1, $2) AS yes', [personId, codeHashes]);
  }

  async replaceCodes(personId: string, codeHashes: readonly Buffer[]): Promise<void> {
    await this.call('SELECT replace_recovery_codes($1, $2)', [personId, codeHashes]);
  }

  async useRecoveryCode(personId: string, codeHash: Buffer): Promise<boolean> {
    return this.ask('SELECT use_recovery_code($1, $2) AS yes', [personId, codeHash]);
  }

  async drop(personId: string): Promise<void> {
    await this.call('SELECT drop_totp($1)', [personId]);
  }

  async openChallenge(id: string, personId: string, tokenHash: Buffer, seconds: number): Promise<void> {
    await this.call('SELECT open_challenge($1, $2, $3, make_interval(secs => $4))', [id, personId, tokenHash, seconds]);
  }

  async findChallenge(tokenHash: Buffer): Promise<string | null> {
    const [row] = await this.call<{ id: string | null }>('SELECT find_challenge($1) AS id', [tokenHash]);
    return row?.id ?? null;
  }

  async finishChallenge(tokenHash: Buffer): Promise<boolean> {
    return this.ask('SELECT finish_challenge($1) AS yes', [tokenHash]);
  }

  private async ask(sql: string, parameters: unknown[]): Promise<boolean> {
    const [row] = await this.call<{ yes: boolean }>(sql, parameters);
    return row?.yes === true;
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
