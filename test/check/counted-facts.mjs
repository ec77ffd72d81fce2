const counts = { passed: 0, failed: 0 };

/** Says one thing that must hold and counts it; what speaks against it is printed when it does not. */
export function expect(what, holds, otherwise = '') {
  counts[holds ? 'passed' : 'failed'] += 1;
  console.log(holds ? `ok      ${what}` : `NOT OK  ${what}\n${otherwise}`);
}

/** Prints `N passed, N failed, N skipped` and ends the program accordingly. */
export function closeCount() {
  console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
  process.exit(counts.failed === 0 ? 0 : 1);
}
