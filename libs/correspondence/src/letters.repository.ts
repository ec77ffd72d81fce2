import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import { LetterEntity } from './letter.entity.ts';

export type NewLetter = Pick<
  LetterEntity,
  | 'id'
  | 'familyId'
  | 'kind'
  | 'authorityId'
  | 'fileId'
  | 'sha256'
  | 'pages'
  | 'pageTokenHash'
  | 'templateId'
  | 'wordingSha256'
>;

@Injectable()
export class LettersRepository {
  constructor(private readonly db: Database) {}

  async insert(letter: NewLetter): Promise<void> {
    await this.rows.insert(letter);
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<LetterEntity> {
    const letter = await this.rows.findOneBy({ id });
    if (letter === null) throw notFound();
    return letter;
  }

  /** Locked until the transaction ends, so that signing and freezing cannot pass each other. @throws Problem not-found. */
  async lock(id: string): Promise<LetterEntity> {
    const letter = await this.rows.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (letter === null) throw notFound();
    return letter;
  }

  /** Those of them that the person may see. */
  async findByPageTokens(hashes: readonly Buffer[]): Promise<LetterEntity[]> {
    if (hashes.length === 0) return [];
    return this.rows.createQueryBuilder('l').where('l.pageTokenHash IN (:...hashes)', { hashes }).getMany();
  }

  async sign(id: string, signed: Pick<LetterEntity, 'signedFileId' | 'signedHow'>): Promise<void> {
    await this.rows.update({ id }, signed);
  }

  async freeze(id: string, personId: string): Promise<void> {
    await this.rows.update({ id }, { frozenAt: () => 'app_now()', frozenBy: personId });
  }

  private get rows() {
    return this.db.manager.getRepository(LetterEntity);
  }
}
