/**
 * The ladder of complaints: which rung is open for a request, its complaint, its evidence, its second person, its filing.
 * Never files by itself, never routes to an office that is not certain, and never judges whether a refusal is right.
 */
export { EscalationEntity } from './escalation.entity.ts';
export { EscalationsModule } from './escalations.module.ts';
export { draftComplaint } from './escalations.jobs.ts';
export { escalationsProblems } from './escalations.problems.ts';
