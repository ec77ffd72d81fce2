import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import { messageIdsIn } from './message-id.ts';
import type { InboundMail } from './smtp-listener.ts';

export interface CaughtMailEntry {
  /** Names the mail in {@link CaughtMail.read}: 64 hexadecimal digits and a number. */
  readonly id: string;
  readonly messageId: string | null;
  readonly envelope: InboundMail['envelope'];
  readonly size: number;
  /** ISO 8601. */
  readonly receivedAt: string;
}

const ENTRY = /^[0-9a-f]{64}-\d{1,6}$/;
const HEAD = 64 * 1024;

/**
 * The mail that the built-in catcher took, one file each, in a folder of this machine. A mail that came twice stands there
 * twice, and where it stands follows from its Message-ID alone: the folder is the catcher's log, by which a hand-over that
 * nobody saw end is proven or disproven.
 */
export class CaughtMail {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** On the disk for good when it resolves: only then may the sender hear 250. Resolves to the entry's id. */
  async keep({ raw, envelope, receivedAt }: InboundMail): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const messageId = messageIdOf(raw);
    const name = nameOf(messageId ?? createHash('sha256').update(raw).digest('hex'));
    const id = await this.#keepUnder(name, await this.#written(raw));
    const entry = { id, messageId, envelope, size: raw.length, receivedAt: receivedAt.toISOString() };
    const described = await this.#written(Buffer.from(JSON.stringify(entry satisfies CaughtMailEntry)));
    await rename(described, join(this.#folder, `${id}.json`));
    await syncFolder(this.#folder);
    return id;
  }

  /** Oldest first. */
  async list(): Promise<CaughtMailEntry[]> {
    const names = (await readdir(this.#folder).catch(absent)) ?? [];
    const described = names.filter((name) => name.endsWith('.json'));
    const entries = await Promise.all(
      described.map(async (name) => JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as CaughtMailEntry),
    );
    return entries.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0));
  }

  /** The mail as it came, or null when there is none of that id. */
  async read(id: string): Promise<Buffer | null> {
    if (!ENTRY.test(id)) return null;
    return readFile(join(this.#folder, `${id}.eml`)).catch(absent);
  }

  async has(messageId: string): Promise<boolean> {
    return (await stat(join(this.#folder, `${nameOf(messageId)}-1.eml`)).catch(absent)) !== null;
  }

  /** A link is refused where a name exists, so two deliveries of one Message-ID never become one. */
  async #keepUnder(name: string, written: string): Promise<string> {
    for (let copy = 1; ; copy += 1) {
      try {
        await link(written, join(this.#folder, `${name}-${copy}.eml`));
        await unlink(written);
        return `${name}-${copy}`;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  async #written(bytes: Buffer): Promise<string> {
    const path = join(this.#folder, `${randomUUID()}.tmp`);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return path;
  }
}

function nameOf(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex');
}

/** From the header block alone; a Message-ID quoted in a body names another mail. */
function messageIdOf(raw: Buffer): string | null {
  const [head = ''] = raw
    .subarray(0, HEAD)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1);
  const value = /^message-id:((?:[^\r\n]|\r?\n[ \t])*)/im.exec(head)?.[1];
  return value === undefined ? null : (messageIdsIn(value, 1)[0] ?? null);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
