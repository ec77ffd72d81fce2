import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { storedNames } from '#vault';

/**
 * The crypto that one family of the file takes and nothing else: its key, wrapped; three boxes of the size of the real
 * ones; the blind indexes of telephone, e-mail and child; the search tokens of its names. Families a second, one thread.
 */
export function cryptoAlone(families: number): number {
  const [branchKey, indexKey] = [randomBytes(32), randomBytes(32)];
  const [initials, child, guardian] = [Buffer.alloc(12, 'a'), Buffer.alloc(190, 'b'), Buffer.alloc(420, 'c')];
  const begun = performance.now();
  for (let index = 0; index < families; index += 1) {
    const key = randomBytes(32);
    seal(branchKey, key);
    for (const plain of [initials, guardian, child]) seal(key, plain);
    for (const value of [`+79${index}`, `parent${index}@families.test`, `иванов${index} илья 2015-01-01`]) {
      createHmac('sha256', indexKey).update(value, 'utf8').digest();
    }
    const names = [`Иванова${lettered(index)}`, 'Мария', 'Петровна', `Иванов${lettered(index)}`, 'Илья', 'Сергеевич'];
    for (const text of storedNames(names)) createHmac('sha256', indexKey).update(text, 'utf8').digest();
  }
  return families / ((performance.now() - begun) / 1_000);
}

function seal(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from('["branch","family","table","column","row"]'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function lettered(index: number): string {
  return String(index).replace(/\d/g, (digit) => 'абвгдежзик'.charAt(Number(digit)));
}
