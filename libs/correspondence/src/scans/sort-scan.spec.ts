import { sortScan } from './sort-scan.ts';

const pagesOf = new Map([
  ['a', 2],
  ['b', 1],
]);
const placed = (letterId: string, scanPage: number, page: number) => ({ letterId, scanPage, page });

test('pages of two letters in any order are put together', () => {
  expect(sortScan([placed('a', 3, 1), placed('b', 2, 1), placed('a', 1, 2)], pagesOf)).toEqual([
    { letterId: 'a', state: 'complete', missingPages: [], scanPages: [3, 1] },
    { letterId: 'b', state: 'complete', missingPages: [], scanPages: [2] },
  ]);
});

test.each([
  ['a missing page', [placed('a', 1, 2)], 'incomplete', [1]],
  ['a page scanned twice', [placed('a', 1, 1), placed('a', 2, 2), placed('a', 3, 2)], 'twice', []],
  ['a page that the letter does not have', [placed('b', 1, 1), placed('b', 2, 7)], 'twice', []],
])('%s keeps the letter unsigned', (_name, pages, state, missingPages) => {
  expect(sortScan(pages, pagesOf)).toMatchObject([{ state, missingPages }]);
});
