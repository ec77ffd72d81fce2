import { Command } from 'commander';
import { AuditAnchors, verifyAllAuditChains } from '#audit';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';

export const verifyAuditCommand = new Command('verify-audit')
  .description('Recompute the audit chain of every branch; exits 1 and names the first bad entry when one is broken')
  .option('--json', 'one JSON line per branch')
  .action(async ({ json }: { json?: boolean }) => {
    const config = loadConfig();
    const anchors = await new AuditAnchors(config.audit.anchorsFile, config.keys.anchor).read();
    const database = await openDatabase(config, { attach: true });
    try {
      if (database.adminUrl === undefined) throw new ConfigurationError('Reading every branch needs DATABASE_URL.');
      for await (const report of verifyAllAuditChains(database.adminUrl, anchors.byBranch)) {
        const { branchId, entries, intact, firstBad } = report;
        const verdict = intact
          ? 'intact'
          : `broken at entry ${firstBad?.number ?? '?'} (${firstBad?.why ?? 'unknown'})`;
        process.stdout.write(
          json === true ? `${JSON.stringify(report)}\n` : `${branchId}: ${entries} entries, ${verdict}\n`,
        );
        if (!intact) process.exitCode = 1;
      }
      if (anchors.firstBadLine !== null) {
        process.stdout.write(`${config.audit.anchorsFile}: line ${anchors.firstBadLine} is forged or follows a gap\n`);
        process.exitCode = 1;
      }
    } finally {
      await database.close();
    }
  });
