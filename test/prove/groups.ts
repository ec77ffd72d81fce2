import type { ProofGroup } from './promise.ts';

/** Loaded only when asked for: a group may start servers of its own. */
export const groups: Readonly<Record<string, () => Promise<ProofGroup>>> = {
  access: async () => (await import('./access/index.ts')).access,
  deadlines: async () => (await import('./deadlines/index.ts')).deadlines,
  inbound: async () => (await import('./inbound/index.ts')).inbound,
  send: async () => (await import('./send/index.ts')).send,
  isolation: async () => (await import('./isolation/index.ts')).isolation,
  data: async () => (await import('./data/index.ts')).data,
  input: async () => (await import('./input/index.ts')).input,
  api: async () => (await import('./api/index.ts')).api,
};
