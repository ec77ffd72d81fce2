import { randomBytes } from 'node:crypto';

const CYRILLIC = 'бвгджзклмнпрстфх';
const LATIN = 'bcdfghjklmnpqrst';

/** Words, numbers and addresses that occur nowhere else: every one holds a mark of this run, by which all are found at once. */
export class Canaries {
  readonly word = letters(CYRILLIC, 9);
  readonly latin = letters(LATIN, 12);
  readonly digits = String(100_000_000 + (randomBytes(4).readUInt32BE() % 900_000_000)).slice(0, 7);
  planted = 0;
  private next = 0;

  /** A word of Cyrillic letters, fit for a name. */
  name(): string {
    return this.made(`Кан${this.word}${letters(CYRILLIC, 2, this.next)}`);
  }

  /** A sentence that holds one. */
  text(): string {
    return `Сведения: ${this.name()}.`;
  }

  /** Ten digits of a Russian mobile number. */
  phone(): string {
    return this.made(`+7 9${this.digits}${String(this.next % 100).padStart(2, '0')}`);
  }

  number(): string {
    return this.made(`${this.digits}${String(this.next).padStart(4, '0')}`);
  }

  email(): string {
    return this.made(`${this.latin}${this.next}@families.test`);
  }

  fileName(): string {
    return `${this.name()}.txt`;
  }

  /** Every spelling of the marks that a program may leave behind, as bytes. */
  patterns(): { readonly name: string; readonly bytes: Buffer }[] {
    const { word, latin, digits } = this;
    return [
      ...[word, word.toUpperCase()].flatMap((text) => spellings(`word ${text === word ? '' : 'upper'}`, text)),
      ...spellings('latin', latin),
      ...spellings('digits', digits),
      { name: 'word windows-1251', bytes: Buffer.from(Array.from(word).map((letter) => letter.charCodeAt(0) - 0x350)) },
      { name: 'word koi8-r', bytes: koi8(word) },
    ];
  }

  private made(text: string): string {
    this.planted += 1;
    this.next += 1;
    return text;
  }
}

function spellings(name: string, text: string): { name: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(text, 'utf8');
  const hex = utf8.toString('hex');
  const pairs = hex.match(/../g) ?? [];
  const base64 = [0, 1, 2].map((offset) => {
    // Only the letters that depend on nothing but the text itself.
    const whole = Buffer.concat([Buffer.alloc(offset), utf8])
      .toString('base64')
      .replace(/=+$/, '');
    return whole.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  return [
    { name, bytes: utf8 },
    { name: `${name} utf-16`, bytes: Buffer.from(text, 'utf16le') },
    { name: `${name} hex`, bytes: Buffer.from(hex) },
    { name: `${name} HEX`, bytes: Buffer.from(hex.toUpperCase()) },
    { name: `${name} percent`, bytes: Buffer.from(pairs.map((pair) => `%${pair.toUpperCase()}`).join('')) },
    { name: `${name} quoted-printable`, bytes: Buffer.from(pairs.map((pair) => `=${pair.toUpperCase()}`).join('')) },
    {
      name: `${name} json`,
      bytes: Buffer.from(
        Array.from(text)
          .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
      ),
    },
    ...base64.map((part, offset) => ({ name: `${name} base64 ${offset}`, bytes: Buffer.from(part) })),
  ];
}

function koi8(word: string): Buffer {
  const order = 'юабцдефгхийклмнопярстужвьызшэщчъ';
  return Buffer.from(Array.from(word).map((letter) => 0xc0 + order.indexOf(letter)));
}

/** @param of spells this number instead of a random one. */
function letters(alphabet: string, count: number, of?: number): string {
  const random = randomBytes(count);
  return Array.from({ length: count }, (_, place) => {
    const value = of === undefined ? random.readUInt8(place) : Math.floor(of / alphabet.length ** place);
    return alphabet[value % alphabet.length] ?? '';
  }).join('');
}
