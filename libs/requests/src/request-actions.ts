import { type Permission, permissionMissing } from '#access';
import { Problem } from '#kernel';
import { type Guard, type RequestFacts, requestGuards } from './request-guards.ts';
import { requestsProblems } from './requests.problems.ts';
import { type RequestStage, requestTransitions, type RequestVerb, type Transition } from './request-state.ts';

/** Something a person can do with a request, and the route that does it. */
interface Action {
  readonly verb: RequestVerb;
  /** Behind the path of the request. */
  readonly route: string;
}

/** In the order in which a case goes through them. */
const actions = {
  prepare: { verb: 'prepare', route: '/letter' },
  sign: { verb: 'submit', route: '/signature' },
  submit: { verb: 'submit', route: '/submission' },
  file: { verb: 'submit', route: '/filing' },
  classify: { verb: 'answer', route: '/classification' },
  return: { verb: 'return', route: '/return' },
  transfer: { verb: 'transfer', route: '/transfer' },
  close: { verb: 'close', route: '/closure' },
  reopen: { verb: 'reopen', route: '/reopening' },
  withdraw: { verb: 'withdraw', route: '/withdrawal' },
} as const satisfies Record<string, Action>;

export const actionNames = Object.keys(actions) as [keyof typeof actions, ...(keyof typeof actions)[]];
export type ActionName = keyof typeof actions;

export interface ActionNow {
  readonly action: ActionName;
  readonly route: string;
  readonly permission: Permission;
  readonly allowed: boolean;
  /** Empty when allowed; otherwise everything that stands against it, the stage first. */
  readonly reasons: { readonly code: string; readonly ru: string; readonly en: string }[];
}

/** What may be done at this stage with these facts by who has these permissions, and why the rest may not. */
export function actionsNow(
  stage: RequestStage,
  facts: RequestFacts,
  permissions: ReadonlySet<Permission>,
): ActionNow[] {
  return actionNames.map((name) => {
    const { verb, route }: Action = actions[name];
    const { from, permission, guards }: Transition = requestTransitions[verb];
    const against: Problem[] = [];
    if (!from.includes(stage))
      against.push(new Problem(requestsProblems.stageForbids, { parameters: { stage, verb } }));
    else {
      // To be signed a letter must only be there.
      const needed = name === 'sign' ? guards.filter((guard) => guard !== 'letterSigned') : guards;
      for (const guard of needed) {
        const condition: Guard = requestGuards[guard];
        if (!condition.holds(facts)) against.push(new Problem(condition.problem));
      }
    }
    const may: Permission = name === 'sign' ? 'requests.prepare' : permission;
    if (!permissions.has(may)) against.push(permissionMissing(may));
    return {
      ...{ action: name, route, permission: may, allowed: against.length === 0 },
      reasons: against.map((problem) => ({
        ...{ code: problem.definition.code, ru: problem.textIn('ru'), en: problem.textIn('en') },
      })),
    };
  });
}
