import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, newId, notFound } from '#kernel';
import { AuthorityProposalEntity } from './authority-proposal.entity.ts';
import type { ListProposals, Propose } from './proposals.contract.ts';

@Injectable()
export class ProposalsRepository {
  constructor(private readonly db: Database) {}

  async get(id: string): Promise<AuthorityProposalEntity> {
    const found = await this.db.manager.findOneBy(AuthorityProposalEntity, { id });
    if (found === null) throw notFound();
    return found;
  }

  async findPage({ state, authorityId, sort, cursor, limit }: ListProposals): Promise<AuthorityProposalEntity[]> {
    const { descending } = sortOf(sort);
    const query = this.db.manager
      .createQueryBuilder(AuthorityProposalEntity, 'p')
      .orderBy('p.id', descending ? 'DESC' : 'ASC')
      .limit(limit + 1);
    if (state !== undefined) query.andWhere('p.state = ANY (:state)', { state });
    if (authorityId !== undefined) query.andWhere('p.authorityId = :authorityId', { authorityId });
    const after = decodeCursor(cursor, sort);
    if (after !== null) query.andWhere(`p.id ${descending ? '<' : '>'} CAST(:id AS uuid)`, { id: after.id });
    return query.getMany();
  }

  async insert(authorityId: string, seenVersion: number, proposedBy: string, given: Propose): Promise<string> {
    const id = newId();
    const { changes, source, reason = null } = given;
    await this.db.manager.insert(AuthorityProposalEntity, {
      ...{ id, authorityId, seenVersion, proposedBy, source, reason },
      changes: changes as Record<string, never>,
    });
    return id;
  }

  /** False when no open proposal has this version. */
  async decide(
    id: string,
    version: number,
    decision: { state: 'applied' | 'declined'; decidedBy: string; decisionReason: string | null },
  ): Promise<boolean> {
    const { affected } = await this.db.manager
      .createQueryBuilder()
      .update(AuthorityProposalEntity)
      .set({ ...decision, decidedAt: () => 'app_now()', version: () => 'version + 1' })
      .where(`id = :id AND version = :version AND state = 'open'`, { id, version })
      .execute();
    return affected === 1;
  }
}
