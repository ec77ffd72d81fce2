import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { CaseHouse } from './case-house.ts';

export interface ImportView {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly rowsTotal: number | null;
  readonly rowsDone: number;
  readonly tally: Readonly<Record<string, number>>;
  readonly errorCode: string | null;
  readonly settings: { readonly mapping: readonly { readonly column: number; readonly field: string }[] } | null;
}

const AT_WORK = ['checking', 'running', 'undoing'];

/** Imports over HTTP, on the API and the worker of a case house. */
export class ImportHouse {
  constructor(readonly house: CaseHouse) {}

  upload(kind: string, source: string, content: string | Buffer, name = 'файл.csv', who = this.house.coordinator) {
    return request(this.house.api.server)
      .post(`/v1/branches/${this.house.coordinator.branchId}/imports?kind=${kind}&source=${source}`)
      .set(who.headers)
      .attach('file', Buffer.from(content), name);
  }

  /** Uploaded and checked. */
  async checked(kind: 'families' | 'schools', content: string | Buffer, name?: string): Promise<ImportView> {
    const source = kind === 'families' ? 'guardian_form_import' : 'licence_registry';
    const { body } = await this.upload(kind, source, content, name).expect(201);
    return this.settled((body as ImportView).id);
  }

  /** When it is neither being checked nor run nor undone any more. */
  async settled(id: string, seconds = 60): Promise<ImportView> {
    for (const until = Date.now() + seconds * 1_000; ;) {
      const { body } = await this.house.get(`/imports/${id}`).expect(200);
      const view = body as ImportView;
      if (!AT_WORK.includes(view.status)) return view;
      if (Date.now() > until) throw new Error(`The import is still ${view.status} at ${view.rowsDone}.`);
      await sleep(50);
    }
  }

  async run(id: string, seconds?: number): Promise<ImportView> {
    await this.house.post(`/imports/${id}/run`).expect(202);
    return this.settled(id, seconds);
  }

  async undo(id: string): Promise<ImportView> {
    await this.house.post(`/imports/${id}/undo`).expect(202);
    return this.settled(id);
  }

  async lines(id: string, query = ''): Promise<{ line: number; result: string; reasons: string[]; cells: object }[]> {
    const { body } = await this.house.get(`/imports/${id}/preview?limit=200${query}`).expect(200);
    return (body as { items: never[] }).items;
  }
}
