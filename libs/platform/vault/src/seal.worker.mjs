// Plain JavaScript on purpose: a worker thread of Node 20 cannot load TypeScript, and this one file must run the same
// from the source tree (tests) and from the build. A test opens with the vault what was sealed here.
import { Buffer } from 'node:buffer';
import { createCipheriv, createHmac, randomFillSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

// Nonces and keys are cut from one pool: asking the system for every one of them costs more than the cipher.
const pool = Buffer.alloc(65_536);
let used = pool.length;

function random(length) {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += length;
  return Buffer.from(pool.subarray(used - length, used));
}

/** The layout of `sealBox`: format, generation, nonce, ciphertext, tag. */
function seal(key, generation, context, plain) {
  const header = Buffer.alloc(17);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(generation, 1);
  random(12).copy(header, 5);
  const cipher = createCipheriv('aes-256-gcm', key, header.subarray(5));
  cipher.setAAD(Buffer.concat([header.subarray(0, 5), Buffer.from(JSON.stringify(context))]));
  return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function sealFamily({ familyId, boxes, indexes }, { branchId, generation, branchKey, indexKeys }) {
  const key = random(32);
  const owner = `family ${familyId}`;
  return [
    seal(branchKey, generation, [branchId, 'family', familyId], key),
    ...boxes.map(({ place, text }) =>
      seal(key, 1, [branchId, owner, place.table, place.column, place.row], Buffer.from(text, 'utf8')),
    ),
    ...indexes.map(({ purpose, value }) => createHmac('sha256', indexKeys[purpose]).update(value, 'utf8').digest()),
  ];
}

parentPort.on('message', ({ families, keys }) => {
  const parts = JSON.parse(families).flatMap((family) => sealFamily(family, keys));
  const lengths = new Uint32Array(parts.map(({ length }) => length));
  const bytes = new Uint8Array(lengths.reduce((total, length) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  parentPort.postMessage({ bytes, lengths }, [bytes.buffer, lengths.buffer]);
});
