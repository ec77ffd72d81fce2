/**
 * Small value types that every room speaks: ids, days, languages, pages, problems.
 * Owns no state and does no I/O; knows nothing of Nest, PostgreSQL or families.
 */
export * from './actor.ts';
export * from './id.ts';
export * from './local-date.ts';
export * from './locale.ts';
export * from './page.ts';
export * from './problem.ts';
