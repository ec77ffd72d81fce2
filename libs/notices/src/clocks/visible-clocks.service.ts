import { Injectable } from '@nestjs/common';
import { permissionsOf } from '#access';
import { Database, TenantScope } from '#database';
import { Problem } from '#kernel';
import { ruleTitle } from '#law';
import { LawInForce } from '#requests';
import { type ClockRow, type Days, VisibleClocksRepository } from './visible-clocks.repository.ts';
import type { VisibleClock } from './visible-clock.ts';

export interface Reader {
  readonly branchId: string;
  readonly personId: string;
}

/** Terms of one branch through the eyes of one person, at this moment. */
@Injectable()
export class VisibleClocks {
  constructor(
    private readonly database: Database,
    private readonly scope: TenantScope,
    private readonly clocks: VisibleClocksRepository,
    private readonly law: LawInForce,
  ) {}

  /**
   * Runs `look` in a transaction of the person's own, entered as they would enter it themselves. Null, with nothing looked
   * at, for who is no member any more, whose role reads no cases, and for a closed branch.
   */
  async asPerson<T>({ branchId, personId }: Reader, look: () => Promise<T>): Promise<T | null> {
    try {
      return await this.scope.run({ branchId, entry: { kind: 'person', personId } }, () =>
        this.database.transaction(async () => {
          const member = await this.clocks.role();
          const may = member !== null && permissionsOf(member.role, member.permissions).has('requests.read');
          return may ? await look() : null;
        }),
      );
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }

  /** Joins. @param latest the last days first, for a list that is cut. */
  async between(days: Days, { status, limit, latest = false }: ClockQuery): Promise<VisibleClock[]> {
    const rows = await this.clocks.between(days, status, limit, latest);
    if (rows.length === 0) return [];
    const { rules } = await this.law.now();
    return rows.map((row) => ({
      key: [row.subjectId, row.demandId ?? 'case', row.ruleId].join('.'),
      title: ruleTitle(row.ruleId, row.ruleVersion, rules),
      path: pathOf(row),
      ...{ caseNumber: row.caseNumber, dueOn: row.dueOn, status: row.status, since: row.since },
    }));
  }

  /** Joins. */
  unread(personId: string, most: number): Promise<number> {
    return this.clocks.unread(personId, most);
  }
}

export interface ClockQuery {
  readonly status: readonly ClockRow['status'][];
  readonly limit: number;
  readonly latest?: boolean;
}

const COLLECTIONS = { request: 'requests', escalation: 'escalations', duty: 'duties' } as const;

function pathOf({ subjectType, subjectId }: ClockRow): string {
  return `/${COLLECTIONS[subjectType]}/${subjectId}`;
}
