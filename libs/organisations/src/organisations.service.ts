import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, type LocalDate, localDateIn, type Page } from '#kernel';
import { regionByCode } from '#law';
import type { Branch, ListMembers, Member } from './organisations.contract.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { ProcessingOrdersRepository } from './processing-orders.repository.ts';
import { ResponsiblePeople } from './responsible-people.ts';

/** What the entered branch is and who works in it. */
@Injectable()
export class Organisations {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationsRepository,
    private readonly orders: ProcessingOrdersRepository,
    private readonly responsible: ResponsiblePeople,
  ) {}

  /** The entered branch with its association; public facts that letters are headed with. */
  async branch(): Promise<Branch> {
    return this.db.transaction(async () => {
      const row = await this.organisations.getBranch();
      const association = await this.organisations.getAssociation(row.associationId);
      const { id, name, casePrefix, timeZone, postalAddress, status, version } = row;
      const { languages, letterhead, mailSenderName, regionCode, reminderDays, reminderHour } = row;
      const inForce = await this.orders.findInForce();
      return {
        ...{ id, name, casePrefix, timeZone, postalAddress, status, version },
        ...{ languages, letterhead, mailSenderName, reminderDays, reminderHour },
        region: { code: regionCode, name: regionByCode(regionCode).name },
        responsible: await this.responsible.find(),
        processingOrder: inForce,
        association: { id: association.id, name: association.name },
      };
    });
  }

  /** People with a role in the branch; their names are not known here. */
  async members(query: ListMembers): Promise<Page<Member>> {
    const rows = await this.db.transaction(() => this.organisations.findMembers(query));
    const page = cutPage(rows, query.limit, query.sort, (row) => ({ key: row.grantedAt, id: row.id }));
    const items = page.items.map(({ personId, role, grantedAt }) => ({
      ...{ personId, role },
      grantedAt: new Date(grantedAt).toISOString(),
    }));
    return { ...page, items };
  }

  async isMember(personId: string): Promise<boolean> {
    return this.db.transaction(() => this.organisations.isMember(personId));
  }

  /** The day that the branch's wall clock shows now, by database time. */
  async today(): Promise<LocalDate> {
    return this.db.transaction(async () => {
      const { timeZone } = await this.organisations.getBranch();
      return localDateIn(timeZone, await this.db.now());
    });
  }
}
