import { DEMO_PASSWORD } from '../../demo-association/demo-people.ts';
import { DemoClient } from '../demo-client.ts';
import { verify } from '../demo-failure.ts';
import type { DemoCase, DemoStage } from '../demo-stage.ts';

interface Me {
  readonly branches: readonly { readonly id: string; readonly role: string }[];
}
interface AuthorityPage {
  readonly items: readonly {
    readonly id: string;
    readonly shortName: string;
    readonly emails: readonly { address: string }[];
  }[];
}

/** 1: a coordinator signs in and records two families, each with its school and the mandate given to the association. */
export async function recordFamilies(stage: DemoStage): Promise<void> {
  const { url } = stage.server;
  for (const login of ['coordinator@kazan', 'lawyer@kazan', 'volunteer@kazan', 'auditor@kazan', 'coordinator@omsk']) {
    stage.clients.set(login, await DemoClient.signIn(url, `${login}.demo.test`, DEMO_PASSWORD));
  }
  const coordinator = coordinatorOf(stage);
  const { branches } = await coordinator.get<Me>('/v1/me');
  verify(branches.length === 1 && branches[0]?.role === 'coordinator', 'the coordinator works in one branch');
  stage.branchId = branches[0].id;
  const { items } = await coordinator.get<AuthorityPage>(
    `/v1/branches/${stage.branchId}/authorities?kind=school&region=16&sort=name`,
  );
  verify(items.length >= 2, 'the directory has schools of the region');
  for (const [index, label] of (['A', 'B'] as const).entries()) {
    const school = items[index];
    verify(school !== undefined, `a school for family ${label}`);
    const demoCase = await record(stage, label, school);
    stage.cases.push(demoCase);
    stage.say(`family ${label}: guardian, child, class and mandate recorded; ${school.shortName}`);
  }
}

export function coordinatorOf(stage: DemoStage): DemoClient {
  return clientOf(stage, 'coordinator@kazan');
}

export function clientOf(stage: DemoStage, login: string): DemoClient {
  const client = stage.clients.get(login);
  verify(client !== undefined, `${login} is signed in`);
  return client;
}

async function record(
  stage: DemoStage,
  label: DemoCase['label'],
  school: AuthorityPage['items'][number],
): Promise<DemoCase> {
  const mother = label === 'A';
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [
      {
        relation: 'parent',
        name: mother
          ? { surname: 'Белова', givenName: 'Мария', patronymic: 'Петровна' }
          : { surname: 'Воронов', givenName: 'Дмитрий', patronymic: 'Сергеевич' },
        phone: mother ? '+7 900 111-22-33' : '8 (900) 444-55-66',
        email: mother ? 'belova@families.test' : 'voronov@families.test',
        postalAddress: `420000, г. Казань, ул. Родительская, д. ${mother ? 5 : 7}, кв. 12`,
        basisDocument: `свидетельство о рождении серии I-КБ № ${mother ? '612345' : '654321'}`,
        identityDocument: {
          kind: 'passport',
          number: mother ? '92 10 123456' : '92 12 654321',
          issuedOn: '2012-02-14',
          issuedBy: 'отделом внутренних дел г. Казани',
        },
      },
    ],
    children: [
      {
        name: mother
          ? { surname: 'Белов', givenName: 'Пётр', patronymic: 'Андреевич' }
          : { surname: 'Воронова', givenName: 'Анна', patronymic: 'Дмитриевна' },
        birthDate: mother ? '2015-03-12' : '2013-11-02',
        enrolment: { authorityId: school.id, classLabel: mother ? '5 «Б»' : '7 «А»', from: '2026-09-01' },
      },
    ],
    consents: [{ childIndex: 0, authorityId: school.id, systemCode: 'my_school', givenOn: '2025-09-01' }],
    mandate: { guardianIndex: 0, scope: 'submit', signedOn: '2026-09-20', expiresOn: '2027-09-20' },
  };
  const path = `/v1/branches/${stage.branchId}/families`;
  const idempotencyKey = `demo-family-${label}`;
  const coordinator = coordinatorOf(stage);
  const created = await coordinator.expect<CreatedFamily>(201, 'POST', path, { body, idempotencyKey });
  const again = await coordinator.expect<CreatedFamily>(201, 'POST', path, { body, idempotencyKey });
  verify(again.id === created.id, 'a repeated request answers with the same family');
  const [guardian] = created.guardians;
  const [child] = created.children;
  verify(guardian !== undefined && child !== undefined, 'ids of the guardian and the child');
  return {
    label,
    schoolName: school.shortName,
    schoolMail: school.emails[0]?.address ?? '',
    schoolId: school.id,
    familyId: created.id,
    guardianId: guardian.id,
    childId: child.id,
    ...{ requestId: '', caseNumber: '', version: 0, threadId: '', messageId: '', replyAddress: '' },
  };
}

interface CreatedFamily {
  readonly id: string;
  readonly guardians: readonly { readonly id: string }[];
  readonly children: readonly { readonly id: string }[];
}
