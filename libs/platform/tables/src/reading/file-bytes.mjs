import { Buffer } from 'node:buffer';
import { createReadStream, openSync, readSync, closeSync } from 'node:fs';

const PIECE = 256 * 1024;

/** The bytes of one file, on disk or in memory, readable as often as wanted. */
export class FileBytes {
  constructor({ path = null, pieces = [], size }) {
    this.path = path;
    this.size = size;
    this.memory = path === null ? Buffer.concat(pieces) : null;
  }

  /** At most `length` octets of the beginning. */
  head(length) {
    if (this.memory !== null) return this.memory.subarray(0, length);
    const file = openSync(this.path, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(length, this.size));
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  }

  async *pieces() {
    if (this.memory === null) yield* createReadStream(this.path, { highWaterMark: PIECE, end: this.size - 1 });
    else for (let at = 0; at < this.size; at += PIECE) yield this.memory.subarray(at, at + PIECE);
  }

  async includes(bytes) {
    if (this.memory !== null) return this.memory.includes(bytes);
    let tail = Buffer.alloc(0);
    for await (const piece of this.pieces()) {
      const both = Buffer.concat([tail, piece]);
      if (both.includes(bytes)) return true;
      tail = both.subarray(Math.max(0, both.length - bytes.length + 1));
    }
    return false;
  }
}
