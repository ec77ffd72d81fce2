import type { CorrespondenceHouse } from '../../support/correspondence-house.ts';

const LANES = 4;

/** Asks for `n` hand-overs of one frozen letter, each a message of its own, as a submission does. Resolves to their ids. */
export async function queueLetters(house: CorrespondenceHouse, n: number, size = 20_000): Promise<string[]> {
  const letter = await house.letter(size);
  const ids: string[] = [];
  let asked = 0;
  const lane = async (): Promise<void> => {
    while (asked < n) {
      asked += 1;
      ids.push((await house.send(letter)).messageId);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return ids;
}
