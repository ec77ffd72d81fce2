import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { LetterKind } from '#documents';
import { sortOf } from '#http';
import { decodeCursor, notFound } from '#kernel';
import { LetterTemplateEntity } from './letter-template.entity.ts';
import type { ListTemplatesQuery } from './letter-templates.contract.ts';

export type NewTemplate = Pick<
  LetterTemplateEntity,
  'id' | 'onlyForBranch' | 'kind' | 'wording' | 'blocks' | 'note' | 'createdBy'
>;

/** The policies show the templates of the association and those of the entered branch. */
@Injectable()
export class LetterTemplatesRepository {
  constructor(private readonly db: Database) {}

  async findPage({ kind, state, sort, cursor, limit }: InstanceType<typeof ListTemplatesQuery>) {
    const { descending } = sortOf(sort);
    const query = this.rows
      .createQueryBuilder('t')
      .orderBy('t.id', descending ? 'DESC' : 'ASC')
      .limit(limit + 1);
    if (kind !== undefined) query.andWhere('t.kind = ANY (:kind)', { kind });
    if (state !== undefined) query.andWhere('t.state = ANY (:state)', { state });
    const after = decodeCursor(cursor, sort);
    if (after !== null) query.andWhere(`t.id ${descending ? '<' : '>'} CAST(:id AS uuid)`, { id: after.id });
    return query.getMany();
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<LetterTemplateEntity> {
    const found = await this.rows.findOneBy({ id });
    if (found === null) throw notFound();
    return found;
  }

  /** The branch's own before the association's; null where only the program has a wording. */
  async findInUse(kind: LetterKind): Promise<LetterTemplateEntity | null> {
    return this.rows
      .createQueryBuilder('t')
      .where(`t.kind = :kind AND t.state = 'approved'`, { kind })
      .orderBy('t.onlyForBranch IS NULL')
      .limit(1)
      .getOne();
  }

  /** Numbered behind the last one of its kind and scope; two at once: the second answers a conflict. */
  async insert(template: NewTemplate): Promise<void> {
    const { kind, onlyForBranch } = template;
    const [row] = await this.db.manager.query<{ next: number }[]>(
      `SELECT coalesce(max(number), 0) + 1 AS next FROM letter_templates
       WHERE kind = $1 AND only_for_branch IS NOT DISTINCT FROM $2::uuid`,
      [kind, onlyForBranch],
    );
    await this.rows.insert({ ...template, number: row?.next ?? 1 });
  }

  /** What was in use until now steps back. */
  async withdrawInUse(template: LetterTemplateEntity, personId: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE letter_templates SET state = 'withdrawn', withdrawn_by = $1, withdrawn_at = app_now(), version = version + 1
       WHERE kind = $2 AND only_for_branch IS NOT DISTINCT FROM $3::uuid AND state = 'approved'`,
      [personId, template.kind, template.onlyForBranch],
    );
  }

  /** False when the version is another one by now. */
  async decide(id: string, version: number, state: 'approved' | 'withdrawn', personId: string): Promise<boolean> {
    const by =
      state === 'approved'
        ? { approvedBy: personId, approvedAt: () => 'app_now()' }
        : { withdrawnBy: personId, withdrawnAt: () => 'app_now()' };
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ state, ...by, version: () => 'version + 1' })
      .where('id = :id AND version = :version', { id, version })
      .execute();
    return affected === 1;
  }

  private get rows() {
    return this.db.manager.getRepository(LetterTemplateEntity);
  }
}
