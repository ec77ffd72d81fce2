import type { Artefacts } from './artefacts.ts';
import type { DemoClient } from './demo-client.ts';
import type { DemoServer } from './demo-server.ts';

export interface DemoCase {
  readonly label: 'A' | 'B';
  readonly schoolName: string;
  readonly schoolMail: string;
  readonly schoolId: string;
  familyId: string;
  guardianId: string;
  childId: string;
  requestId: string;
  caseNumber: string;
  version: number;
  threadId: string;
  messageId: string;
  replyAddress: string;
}

/** What the steps share. */
export interface DemoStage {
  readonly server: DemoServer;
  readonly artefacts: Artefacts;
  /** Says one line about the step that runs. */
  readonly say: (line: string) => void;
  /** Milliseconds between the first 202 and a SIGKILL of the server; null: it lives. */
  readonly killAfterMs: number | null;
  readonly clients: Map<string, DemoClient>;
  branchId: string;
  readonly cases: DemoCase[];
  escalationId: string;
}

export interface DemoStep {
  readonly title: string;
  readonly run: (stage: DemoStage) => Promise<void>;
}
