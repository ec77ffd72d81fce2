import { Command } from 'commander';
import { ConfigurationError } from '#config';
import { anchorAuditCommand } from './anchor-audit.command.ts';
import { calendarCommand } from './calendar.command.ts';
import { createAssociationCommand } from './create-association.command.ts';
import { backupCommand, restoreCommand } from './backup/backup.command.ts';
import { demoCommand } from './demo/demo.command.ts';
import { migrateCommand } from './migrate.command.ts';
import { openapiCommand } from './openapi.command.ts';
import { rotateKeysCommand } from './rotate-keys.command.ts';
import { seedCommand } from './seed.command.ts';
import { startCommand } from './start.command.ts';
import { verifyAuditCommand } from './verify-audit.command.ts';

const program = new Command('otzyv')
  .description('Runs and looks after Otzyv. Settings come from the environment, see .env.example.')
  .showHelpAfterError();

for (const command of [
  startCommand,
  migrateCommand,
  createAssociationCommand,
  seedCommand,
  demoCommand,
  verifyAuditCommand,
  anchorAuditCommand,
  rotateKeysCommand,
  calendarCommand,
  backupCommand,
  restoreCommand,
  openapiCommand,
]) {
  program.addCommand(command);
}

program.parseAsync().catch((error: unknown) => {
  // What a person can mend is one sentence; anything else is a defect and shows where.
  const text =
    error instanceof ConfigurationError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
