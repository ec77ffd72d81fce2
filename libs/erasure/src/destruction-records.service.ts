import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '#database';
import { type DestructionActInput, formatFullName, LetterRenderer } from '#documents';
import { Files, type PreparedFile } from '#files';
import type { Actor, LocalDate } from '#kernel';
import { type Branch, letterheadOf, Organisations } from '#organisations';
import { type Keyring, Vault } from '#vault';
import { reasonPlace } from './erasures.service.ts';
import type { ErasureRow } from './erasures.repository.ts';
import { FamilyDataRepository } from './family-data.repository.ts';
import { familyTables } from './family-tables.ts';

const personSchema = z.object({
  name: z.object({ surname: z.string(), givenName: z.string(), patronymic: z.string().nullable() }),
});

const SYSTEM = 'Информационная система персональных данных «Отзыв»';
const METHOD =
  'уничтожение ключа шифрования данных семьи, очистка зашифрованных полей и удаление содержимого файлов; восстановление невозможно';
const CATEGORIES = [
  'фамилия, имя, отчество, дата рождения',
  'адрес, телефон, адрес электронной почты',
  'реквизиты документов',
  'сведения об обучении',
  'переписка, письма и приложенные документы',
] as const;
const REQUESTERS = {
  guardian: 'обращение законного представителя',
  retention: 'достижение цели обработки, истечение срока хранения',
  association: 'решение оператора',
  court: 'решение суда или предписание органа',
} as const;

/** The act of destruction and the log that goes with it (Order 179), as files of the branch. */
@Injectable()
export class DestructionRecords {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly files: Files,
    private readonly renderer: LetterRenderer,
    private readonly organisations: Organisations,
    private readonly data: FamilyDataRepository,
  ) {}

  /** Reads names, so before the key is destroyed; writes files, so outside any transaction. */
  async make(
    by: Actor,
    order: ErasureRow,
  ): Promise<{ act: PreparedFile; log: PreparedFile; counts: Record<string, number> }> {
    const { input, counts } = await this.gather(order);
    const { pdf } = await this.renderer.render('destruction-act', input);
    const act = await this.store(by, `Акт ${input.caseNumber}.pdf`, pdf);
    const log = await this.store(by, `Выгрузка ${input.caseNumber}.csv`, Buffer.from(csvOf(input), 'utf8'));
    return { act, log, counts };
  }

  private store(by: Actor, name: string, content: Uint8Array): Promise<PreparedFile> {
    return this.files.prepare({ purpose: 'destruction-act', name, content, by });
  }

  private async gather(order: ErasureRow): Promise<{ input: DestructionActInput; counts: Record<string, number> }> {
    return this.db.transaction(async () => {
      const { familyId } = order;
      const keyring = await this.vault.keyring([{ kind: 'branch' }, { kind: 'family', familyId }]);
      const branch = await this.organisations.branch();
      const today = await this.organisations.today();
      const rows = await this.data.count(familyId);
      const files = await this.data.countFiles(familyId);
      const counts = { files: files.count, ...Object.fromEntries(rows) };
      const subjects = await this.subjects(keyring, familyId);
      const reason = keyring.open({ kind: 'branch' }, reasonPlace(order.id), order.reasonSealed);
      return { input: actOf({ branch, today, order, subjects, reason, rows, files: files.count }), counts };
    });
  }

  private async subjects(keyring: Keyring, familyId: string): Promise<string[]> {
    const people = (await this.data.sealedOf(familyId)).filter(({ table }) =>
      ['guardians', 'children'].includes(table),
    );
    return people.map(({ table, place, row, box }) => {
      const text = keyring.open({ kind: 'family', familyId }, { table, column: place, row }, box);
      return formatFullName(personSchema.parse(JSON.parse(text)).name);
    });
  }
}

function actOf(facts: {
  readonly branch: Branch;
  readonly today: LocalDate;
  readonly order: ErasureRow;
  readonly subjects: readonly string[];
  readonly reason: string;
  readonly rows: ReadonlyMap<string, number>;
  readonly files: number;
}): DestructionActInput {
  const { branch, today, order, subjects, reason, rows, files } = facts;
  const { lines, contact } = letterheadOf(branch);
  const counted = familyTables.map(({ table, title }) => ({ title, rows: rows.get(table) ?? 0 }));
  return {
    caseNumber: `${branch.casePrefix}-А-${order.id.slice(-12)}`,
    date: today,
    letterhead: { lines: [...lines], contact: [...contact] },
    operator: { name: `${branch.association.name}, ${branch.name}`, address: branch.postalAddress },
    subjects: [...subjects],
    categories: [...CATEGORIES],
    systems: [SYSTEM],
    method: METHOD,
    reason: `${REQUESTERS[order.requestedBy]}: ${reason}`,
    destroyedBy: [`Уполномоченное лицо, учётная запись ${order.orderedBy}`],
    counts: [`Файлы: ${files}`, ...counted.filter((one) => one.rows > 0).map((one) => `${one.title}: ${one.rows}`)],
  };
}

/** Fields of Order 179, item 5. Cells that a spreadsheet would run are made plain. */
function csvOf(act: DestructionActInput): string {
  const head = ['Субъект', 'Категории', 'Информационная система', 'Причина', 'Дата'];
  const lines = act.subjects.map((subject) => [
    subject,
    act.categories.join('; '),
    act.systems.join('; '),
    act.reason,
    act.date,
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
