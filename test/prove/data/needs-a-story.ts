/**
 * Writing routes that nothing brings to success here, each with the reason; nothing here watches them. Any other route
 * that nobody brought to success is a fault, so a new one is asked for.
 */
export const needsAStory: Readonly<Record<string, string>> = {
  'POST /v1/branches/{}/scan-batches':
    'signs by the same use case as a single scan, whose story is told; its entry is checked in test/e2e/scan-batches.spec.ts',
};
