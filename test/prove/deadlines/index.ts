import type { ProofGroup } from '../promise.ts';
import { calendarEdit } from './calendar-edit.ts';
import { firesOnce } from './fires-once.ts';
import { outage } from './outage.ts';
import { termArithmetic } from './term-arithmetic.ts';

export const deadlines: ProofGroup = { name: 'deadlines', promises: [firesOnce, outage, termArithmetic, calendarEdit] };
