import { text } from 'node:stream/consumers';

import { writeCsv } from './write-csv.ts';
import { writeJson, writeJsonLines } from './write-json.ts';
import { writeXlsx } from './write-xlsx.ts';

describe('what is written', () => {
  it('as CSV opens in Russian Excel, or is plain', async () => {
    const rows = [
      ['Имя', 'Сумма'],
      ['Ё;ж', '=1+1'],
    ];
    expect(await text(writeCsv(rows, { dialect: 'plain' }))).toBe('Имя,Сумма\r\n"Ё;ж",\'=1+1\r\n');
    expect((await writeCsv(rows).toArray()).map(String).join('')).toBe('\ufeffИмя;Сумма\r\n"Ё;ж";\'=1+1\r\n');
  });

  it('as JSON is one array, or a value a line', async () => {
    const records = [{ a: 1 }, { a: 'ё' }];
    expect(JSON.parse(await text(writeJson(records)))).toEqual(records);
    expect(JSON.parse(await text(writeJson([])))).toEqual([]);
    expect(await text(writeJsonLines(records))).toBe('{"a":1}\n{"a":"ё"}\n');
  });

  it('fails where it is read, when a cell is longer than Excel can hold or its source fails', async () => {
    await expect(text(writeXlsx([['a'], ['x'.repeat(40_000)]]))).rejects.toMatchObject({
      code: 'tables.cell-too-long',
      parameters: { line: 2, column: 1 },
    });
    const failing = async function* (): AsyncGenerator<string[]> {
      yield await Promise.resolve(['a']);
      throw new Error('the source failed');
    };
    await expect(text(writeCsv(failing()))).rejects.toThrow('the source failed');
    await expect(text(writeXlsx(failing()))).rejects.toThrow('the source failed');
  });
});
