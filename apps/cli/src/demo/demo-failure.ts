/** A step of the demo did not turn out as it must; the message says what was expected and what was seen. */
export class DemoFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DemoFailure';
  }
}

/** Goes on only when `condition` holds. */
export function verify(condition: boolean, expectation: string): asserts condition {
  if (!condition) throw new DemoFailure(`expected: ${expectation}`);
}

/** Asks again until `look` finds something, for at most `seconds`. */
export async function eventually<T>(expectation: string, seconds: number, look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new DemoFailure(`expected within ${seconds} s: ${expectation}`);
}
