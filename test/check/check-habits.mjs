import { brokenHabits } from './house-habits.mjs';

const findings = brokenHabits(process.cwd());
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
