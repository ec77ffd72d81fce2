import { Client } from 'pg';
import { sealedColumns } from '#erasure';
import { DiskBlobs, resealBlobs } from '#files';
import { KeyRotation, MasterKey } from '#vault';

export interface RotationOrder {
  readonly adminUrl: string;
  /** Base64. */
  readonly master: string;
  readonly filesFolder: string;
  readonly branchIds: readonly string[];
  readonly families: boolean;
  /** The step before which this process kills itself; 0: never. */
  readonly killBefore: number;
  /** Tables whose columns the rotation is not told of: a sabotage. */
  readonly forgotten: readonly string[];
}

/** `rotate-keys` as a process of its own, which kills itself where it is told to, as a power cut would. */
async function main(order: RotationOrder): Promise<void> {
  const client = new Client({ connectionString: order.adminUrl });
  await client.connect();
  const blobs = new DiskBlobs(order.filesFolder);
  let steps = 0;
  const onStep = () => {
    steps += 1;
    if (steps === order.killBefore) process.kill(process.pid, 'SIGKILL');
  };
  const rotation = new KeyRotation({
    ...{ client, onStep, graceMs: 0 },
    master: new MasterKey(Buffer.from(order.master, 'base64')),
    columns: sealedColumns.filter(({ table }) => !order.forgotten.includes(table)),
    resealBlobs: (branchId, ring) => resealBlobs(client, blobs, branchId, ring, onStep),
  });
  for (const branchId of order.branchIds) {
    const { finished } = await rotation.run(branchId, { families: order.families });
    if (!finished) throw new Error('With no grace and nobody else at work an exchange must finish.');
  }
  await client.end();
}

await main(JSON.parse(process.argv[2] ?? '{}') as RotationOrder);
