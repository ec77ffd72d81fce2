/** Signs that a mail may belong to a thread. None is proof: each can be forged or be chance. */
export const signals = ['quoted_address', 'reference', 'known_sender', 'sender_address'] as const;
export type Signal = (typeof signals)[number];

/** How often a branch's people found a sign right. */
export interface SignalRecord {
  readonly offered: number;
  readonly accepted: number;
}

/** What a sign is worth before anybody has judged one. */
const AT_FIRST: Readonly<Record<Signal, number>> = {
  quoted_address: 0.9,
  reference: 0.8,
  known_sender: 0.5,
  sender_address: 0.35,
};
/** As many imagined judgements stand behind it. */
const WEIGHT = 4;

/** The share of cases, 0 to 1, in which this sign is expected to be right. */
export function trustIn(signal: Signal, { offered, accepted }: SignalRecord = { offered: 0, accepted: 0 }): number {
  return (accepted + AT_FIRST[signal] * WEIGHT) / (offered + WEIGHT);
}

/** 0 to 1: the chance that not all signs are wrong, were they independent. */
export function scoreOf(found: readonly Signal[], records: ReadonlyMap<string, SignalRecord>): number {
  const wrong = [...new Set(found)].reduce((chance, signal) => chance * (1 - trustIn(signal, records.get(signal))), 1);
  return Math.round((1 - wrong) * 1000) / 1000;
}
