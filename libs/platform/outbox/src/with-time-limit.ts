/**
 * Rejects when `work` takes longer or `signal` fires; the work itself is not stopped, and how it ends later is of no
 * interest.
 */
export async function withTimeLimit<T>(work: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  let giveUp: () => void = () => undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    giveUp = () => {
      reject(new TimeLimitError());
    };
  });
  const timer = setTimeout(giveUp, milliseconds);
  signal?.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

class TimeLimitError extends Error {
  override name = 'TimeLimitError';
}
