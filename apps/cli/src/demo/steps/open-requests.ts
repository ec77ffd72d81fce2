import { verify } from '../demo-failure.ts';
import type { DemoStage } from '../demo-stage.ts';
import { coordinatorOf } from './record-families.ts';

const SYSTEMS = ['my_school', 'sferum', 'data_mart_edu'];
const DEMANDS = ['consent_withdrawal', 'stop_processing', 'third_party_ban', 'destruction', 'destruction_confirmation'];

interface OpenedRequest {
  readonly id: string;
  readonly caseNumber: string;
  readonly version: number;
  readonly stage: string;
  readonly demands: readonly {
    readonly kind: string;
    readonly legalBasis: string;
    readonly systemCodes: readonly string[];
  }[];
}

/** 2: a request to each school, five demands, three information systems, each demand with its own legal basis. */
export async function openRequests(stage: DemoStage): Promise<void> {
  for (const demoCase of stage.cases) {
    const opened = await coordinatorOf(stage).expect<OpenedRequest>(
      201,
      'POST',
      `/v1/branches/${stage.branchId}/requests`,
      {
        body: {
          familyId: demoCase.familyId,
          guardianId: demoCase.guardianId,
          childIds: [demoCase.childId],
          authorityId: demoCase.schoolId,
          demands: DEMANDS.map((kind) => ({ kind, systemCodes: SYSTEMS })),
        },
        idempotencyKey: `demo-request-${demoCase.familyId}`,
      },
    );
    verify(/^КЗН-\d{4}-\d{6}$/u.test(opened.caseNumber), `a case number that people can say, not ${opened.caseNumber}`);
    verify(opened.stage === 'draft', 'a new request is a draft');
    verify(opened.demands.length === DEMANDS.length, 'five demands');
    verify(
      opened.demands.every(({ legalBasis, systemCodes }) => legalBasis.includes('152-ФЗ') && systemCodes.length === 3),
      'every demand with its article and three systems',
    );
    Object.assign(demoCase, { requestId: opened.id, caseNumber: opened.caseNumber, version: opened.version });
    stage.say(
      `request ${opened.caseNumber} to school ${demoCase.label}: ${opened.demands.length} demands, ${SYSTEMS.length} systems`,
    );
  }
}
