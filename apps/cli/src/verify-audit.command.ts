import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { AuditAnchors, verifyAllAuditChains, verifyAuditFile } from '#audit';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';

export const verifyAuditCommand = new Command('verify-audit')
  .description('Recompute the audit chain of every branch; exits 1 and names the first bad entry when one is broken')
  .option('--json', 'one JSON line per branch')
  .option('--file <export>', 'verify a file that an auditor exported instead; needs neither database nor keys')
  .action(async ({ json, file }: { json?: boolean; file?: string }) => {
    if (file !== undefined) return verifyFile(file, json === true);
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

async function verifyFile(file: string, json: boolean): Promise<void> {
  const source = createReadStream(file, 'utf8');
  // An error to open comes before the first line is asked for, and would be nobody's.
  await new Promise((resolve, reject) => source.once('open', resolve).once('error', reject)).catch((error: unknown) => {
    throw new ConfigurationError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
  });
  const report = await verifyAuditFile(createInterface({ input: source, crlfDelay: Infinity }));
  const { branchId, entries, complete, head, intact, firstBad } = report;
  const extent = complete ? 'the whole log' : 'a part of the log';
  const verdict = intact
    ? `intact, ${extent}, head ${head?.number ?? 0} ${head?.hash ?? ''}`
    : `broken at line ${firstBad?.line ?? '?'} (${firstBad?.why ?? 'unknown'})`;
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${branchId ?? file}: ${entries} entries, ${verdict}\n`);
  if (!intact) process.exitCode = 1;
}
