import { createRequire } from 'node:module';

import { TableFault } from './table-fault.mjs';
import { readPart } from './xml-part.mjs';
import { readRelations, readSheets, readStrings, readStyles } from './workbook-parts.mjs';
import { readMerges } from './sheet-merges.mjs';
import { sheetRows } from './sheet-rows.mjs';

const yauzl = createRequire(import.meta.url)('yauzl');
const STRINGS_LIMIT = 134_217_728;
const MOST_PARTS = 5000;

/** A workbook (ECMA-376), its parts unpacked one after another as a stream; only the table of strings is held. */
export class Workbook {
  static async open(bytes, { limits, sheet }) {
    const book = new Workbook(limits);
    try {
      await book.#index(bytes);
      await book.#read(sheet);
      return book;
    } catch (error) {
      book.close();
      throw faultOf(error);
    }
  }

  constructor(limits) {
    this.limits = limits;
    this.parts = new Map();
  }

  describe() {
    const sheets = this.sheets.map(({ name, hidden }) => ({ name, hidden }));
    return { encoding: null, delimiter: null, sheets, sheet: this.sheet.name, merges: this.merges };
  }

  async *rows() {
    try {
      yield* sheetRows(await this.#open(this.sheet.part), this);
    } catch (error) {
      throw faultOf(error);
    }
  }

  close() {
    this.zip?.close();
  }

  async #index(bytes) {
    const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true };
    this.zip =
      bytes.memory === null
        ? await yauzl.openPromise(bytes.path, options)
        : await yauzl.fromBufferPromise(bytes.memory, options);
    if (this.zip.entryCount > MOST_PARTS) throw new TableFault('tooManyParts', { limit: MOST_PARTS });
    for await (const entry of this.zip.eachEntry()) this.parts.set(entry.fileName.toLowerCase(), entry);
    if (this.parts.has('encryptedpackage')) throw new TableFault('encrypted');
    if (this.parts.has('xl/workbook.bin')) throw new TableFault('binaryWorkbook');
    if (this.parts.has('content.xml') && this.parts.has('mimetype')) throw new TableFault('openDocument');
  }

  async #read(wanted) {
    const start = (await this.#relations('_rels/.rels', '')).find(({ type }) => type.endsWith('/officeDocument'));
    this.main = start?.target ?? 'xl/workbook.xml';
    if (!this.parts.has(this.main.toLowerCase())) throw new TableFault('notATable', { found: 'ZIP' });
    const folder = this.main.slice(0, this.main.lastIndexOf('/') + 1);
    const relations = await this.#relations(`${folder}_rels/${this.main.slice(folder.length)}.rels`, folder);
    const found = await readSheets(await this.#open(this.main));
    this.date1904 = found.date1904;
    this.sheets = found.sheets
      .map((sheet) => ({ ...sheet, part: relations.find(({ id }) => id === sheet.relation) }))
      .filter(({ part }) => part?.type.endsWith('/worksheet'))
      .map((sheet) => ({ ...sheet, part: sheet.part.target }));
    const shown = this.sheets.find(({ hidden }) => !hidden) ?? this.sheets[0];
    if (shown === undefined) throw new TableFault('notATable', { found: 'ZIP' });
    this.sheet = wanted === undefined ? shown : this.sheets.find(({ name }) => name === wanted);
    if (this.sheet === undefined) throw new TableFault('sheetMissing');
    const other = (kind) => relations.find(({ type }) => type.endsWith(kind))?.target;
    const needed = [other('/styles'), other('/sharedStrings')].filter((name) => this.parts.has(name?.toLowerCase()));
    this.#weigh([this.main, this.sheet.part, ...needed]);
    this.styles = needed.includes(other('/styles')) ? await readStyles(await this.#open(other('/styles'))) : [];
    this.strings = needed.includes(other('/sharedStrings'))
      ? await readStrings(await this.#open(other('/sharedStrings'), STRINGS_LIMIT), this.limits)
      : [];
    this.merges = await readMerges(await this.#open(this.sheet.part));
  }

  /** What the directory of the archive admits to is refused before a byte is unpacked; a directory that lies, on the way. */
  #weigh(names) {
    const { unpacked } = this.limits;
    let whole = 0;
    for (const name of names) {
      const { uncompressedSize = 0, compressedSize = 0 } = this.parts.get(name.toLowerCase()) ?? {};
      whole += uncompressedSize;
      // Sheets of one repeated value reach 1:100; only a bomb goes far beyond, and only in large parts does it matter.
      if (uncompressedSize > 33_554_432 && uncompressedSize > 300 * compressedSize) throw bomb(unpacked);
    }
    if (whole > unpacked) throw bomb(unpacked);
  }

  async #relations(name, folder) {
    return this.parts.has(name.toLowerCase()) ? readRelations(await this.#open(name), folder) : [];
  }

  async #open(name, limit = this.limits.unpacked) {
    const entry = this.parts.get(name.toLowerCase());
    if (entry === undefined) throw new TableFault('damaged');
    if (entry.isEncrypted()) throw new TableFault('encrypted');
    if (entry.uncompressedSize > limit) throw bomb(limit);
    return readPart(await this.zip.openReadStreamPromise(entry));
  }
}

function bomb(limit) {
  return new TableFault('unpacksTooLarge', { limit: Math.floor(limit / 1_048_576) });
}

/** The archive's and the unpacker's own words may quote names of parts; what is wrong is the same to a person. */
function faultOf(error) {
  if (error instanceof TableFault) return error;
  if (/too many bytes in the stream/.test(error?.message)) return new TableFault('unpacksDifferently');
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError) return error;
  return new TableFault('damaged');
}
