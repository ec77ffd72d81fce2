/**
 * How often the event loop of this thread turned while `work` ran. Work that is done elsewhere leaves it to turn thousands
 * of times; work that is done here turns it once for each of its own steps. No clock is read, so a busy machine and a
 * garbage collector change nothing about which of the two it was.
 */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(count);
  function count(): void {
    turns += 1;
    next = setImmediate(count);
  }
  try {
    await work();
  } finally {
    clearImmediate(next);
  }
  return turns;
}
