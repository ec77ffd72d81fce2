/**
 * Writing routes that nothing brings to success here, each with the reason; nothing here watches them. Any other route
 * that nobody brought to success is a fault, so a new one is asked for.
 */
export const needsAStory: Readonly<Record<string, string>> = {
  'POST /v1/branches/{}/scan-batches':
    'signs by the same use case as a single scan, whose story is told; its entry is checked in test/e2e/scan-batches.spec.ts',
  'POST /v1/branches/{}/triage/mails/{}/attachment':
    'takes a mail that came in by SMTP and fits no case; its entries are checked in test/integration/correspondence-triage.spec.ts',
  'POST /v1/branches/{}/triage/mails/{}/undo':
    'takes back what the route above did; its entry is checked in the same spec',
};
