import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What the demo leaves behind for a person to open. */
export class Artefacts {
  readonly names: string[] = [];

  private constructor(readonly folder: string) {}

  static async in(folder: string): Promise<Artefacts> {
    await mkdir(folder, { recursive: true });
    return new Artefacts(resolve(folder));
  }

  async keep(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(join(this.folder, name), content);
    this.names.push(name);
  }
}
