/**
 * What people are told outside of the program: digests by mail, the calendar feed of a person.
 * Never names anybody, never decides what is due, and shows nobody more than they see when they sign in.
 */
export { sendDigest } from './notices.jobs.ts';
export { DigestSweep } from './digests/digest-sweep.ts';
export { NoticesModule } from './notices.module.ts';
