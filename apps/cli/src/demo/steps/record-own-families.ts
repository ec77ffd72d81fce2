import { DEMO_PASSWORD } from '../../demo-association/demo-people.ts';
import { DemoClient } from '../demo-client.ts';
import { verify } from '../demo-failure.ts';
import type { DemoStage } from '../demo-stage.ts';
import type { OwnRow } from '../own-row.ts';
import { coordinatorOf } from './record-families.ts';

/** Each row becomes a school of the directory, where it is not one yet, and a family with its child there. */
export async function recordOwnFamilies(stage: DemoStage, rows: readonly OwnRow[]): Promise<void> {
  const login = 'coordinator@kazan';
  stage.clients.set(login, await DemoClient.signIn(stage.server.url, `${login}.demo.test`, DEMO_PASSWORD));
  const coordinator = coordinatorOf(stage);
  const { branches } = await coordinator.get<{ branches: readonly { id: string }[] }>('/v1/me');
  verify(branches[0] !== undefined, 'the coordinator works in a branch');
  stage.branchId = branches[0].id;
  const schools = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const schoolId = schools.get(row.school) ?? (await addSchool(stage, row));
    schools.set(row.school, schoolId);
    const created = await coordinator.expect<{
      id: string;
      guardians: readonly { id: string }[];
      children: readonly { id: string }[];
    }>(201, 'POST', `/v1/branches/${stage.branchId}/families`, {
      body: {
        dataSource: 'guardian_in_person',
        guardians: [
          {
            relation: 'parent',
            name: row.guardian,
            postalAddress: row.address,
            ...(row.phone ? { phone: row.phone } : {}),
          },
        ],
        children: [
          {
            name: row.child,
            birthDate: row.birth_date,
            enrolment: { authorityId: schoolId, classLabel: row.class, from: '2026-09-01' },
          },
        ],
      },
    });
    stage.cases.push({
      label: index === 0 ? 'A' : 'B',
      ...{ schoolName: row.school, schoolMail: row.school_email, schoolId, familyId: created.id },
      ...{ guardianId: created.guardians[0]?.id ?? '', childId: created.children[0]?.id ?? '' },
      ...{ requestId: '', caseNumber: '', version: 0, threadId: '', messageId: '', replyAddress: '' },
    });
  }
  stage.say(`${rows.length} families at ${schools.size} schools recorded`);
}

async function addSchool(stage: DemoStage, row: OwnRow): Promise<string> {
  const { id } = await coordinatorOf(stage).expect<{ id: string }>(
    201,
    'POST',
    `/v1/branches/${stage.branchId}/authorities`,
    {
      body: {
        kind: 'school',
        regionCode: '16',
        shortName: row.school,
        fullName: row.school,
        postalAddress: 'не указан',
        head: { position: 'Директор', fullName: row.director },
        emails: [{ address: row.school_email, source: 'файл пользователя', observedOn: '2026-10-05' }],
      },
    },
  );
  return id;
}
