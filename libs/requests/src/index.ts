/**
 * Requests, their demands and the statutory clocks of both requests and complaints.
 * Never calls a demand met or refused by itself: a person classifies; never decides what is done after a missed term.
 */
export { DeadlineEntity } from './deadline.entity.ts';
export { type Clock, type ClockStart, Deadlines } from './deadlines.service.ts';
export { DemandEntity } from './demand.entity.ts';
export { RequestEntity } from './request.entity.ts';
export { deadlineSchema, extensionBody, type DeadlineView } from './deadlines.contract.ts';
export { type RequestView } from './requests.contract.ts';
export { CalendarEditions } from './clocks/calendar-editions.ts';
export { deadlinePassed, passDeadline, recomputeDeadlines, refusedWithoutReasons, remind } from './requests.jobs.ts';
export { type LetterParties, letterPartiesOf } from './letter-parties.ts';
export { RequestsModule } from './requests.module.ts';
export { requestsProblems } from './requests.problems.ts';
export { RequestsService } from './requests.service.ts';
export { letterAddresseeOf, letterDemandsOf } from './statement-data.ts';
export { DeadlineSweep } from './deadline-sweep.ts';
export { ReminderSweep } from './reminders/reminder-sweep.ts';
export { CountFolding } from './overview/count-folding.ts';
export { lateNotice } from './clocks/extension-checks.ts';
export { DeadlineExtensions } from './clocks/deadline-extensions.service.ts';
export { type Law, LawInForce } from './clocks/law-in-force.service.ts';
