import type { Role } from '#access';
import { demoBranches } from './demo-branches.ts';

/** Everybody's password in the demo association; such an installation is for looking at, on one machine. */
export const DEMO_PASSWORD = 'otzyv-demo-2026';

export interface DemoLogin {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Case prefix of the branch; null: no branch at all. */
  readonly branch: string | null;
}

const [kazan, omsk, magadan] = demoBranches;

/** One login for each role in the first branch, and a coordinator in each of the others. */
export const demoLogins: readonly DemoLogin[] = [
  { email: 'coordinator@kazan.demo.test', name: 'Гузель Образцова', role: 'coordinator', branch: kazan.casePrefix },
  { email: 'lawyer@kazan.demo.test', name: 'Лев Примеров', role: 'lawyer', branch: kazan.casePrefix },
  { email: 'volunteer@kazan.demo.test', name: 'Вера Показова', role: 'volunteer', branch: kazan.casePrefix },
  { email: 'admin@kazan.demo.test', name: 'Анна Учебная', role: 'branch_admin', branch: kazan.casePrefix },
  { email: 'auditor@kazan.demo.test', name: 'Артур Проверкин', role: 'auditor', branch: kazan.casePrefix },
  { email: 'association@demo.test', name: 'Ольга Союзная', role: 'association_admin', branch: kazan.casePrefix },
  { email: 'coordinator@omsk.demo.test', name: 'Игорь Образцов', role: 'coordinator', branch: omsk.casePrefix },
  { email: 'coordinator@magadan.demo.test', name: 'Нина Образцова', role: 'coordinator', branch: magadan.casePrefix },
  { email: 'operator@demo.test', name: 'Оператор Площадки', role: 'platform_operator', branch: null },
];
