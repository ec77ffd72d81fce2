import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { CorrespondenceHouse, eventually } from '../../support/correspondence-house.ts';
import type { DeliverySabotage } from '../../support/delivery-sabotage.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

/** 5: a worker frozen past its lease and replaced sends not one octet when it wakes. */
export const frozenWorker: PromiseProof = {
  id: '5-frozen-worker',
  ciSize: 2,
  sabotageSize: 1,
  run: ({ n }) => freeze(n),
  sabotages: [
    { name: 'nobody is asked before the body', run: ({ n }) => freeze(n, 'no-point-of-no-return') },
    { name: 'asked after the body', run: ({ n }) => freeze(n, 'point-of-no-return-after-body') },
  ],
};

async function freeze(n: number, sabotage?: DeliverySabotage): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  try {
    const faults: string[] = [];
    for (let round = 0; round < n; round += 1) faults.push(...(await freezeOnce(house, sabotage)));
    return { n, violations: faults.length, details: { faults } };
  } finally {
    await house.close();
  }
}

async function freezeOnce(house: CorrespondenceHouse, sabotage: DeliverySabotage | undefined): Promise<string[]> {
  let [asked, octets] = [0, 0];
  let release: (() => void) | undefined;
  const slow = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 200,
    onRcptTo: (_, __, done) => {
      release = done;
    },
    onData: (stream, _, done) => {
      asked += 1;
      stream.on('data', (chunk: Buffer) => (octets += chunk.length));
      stream.on('end', done);
    },
  });
  try {
    const listening = slow.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const smtpPort = (listening.address() as AddressInfo).port;
    const old = await house.startWorkerProcess({ smtpPort, ...(sabotage !== undefined && { sabotage }) });
    const { messageId } = await house.queue(200_000);
    await eventually(() => Promise.resolve(release && true), 'RCPT', 20_000);
    old.kill('SIGSTOP');
    await house.expireLeases();
    await house.startWorkerProcess();
    await house.until(messageId, 'sent', 30_000);
    release?.();
    old.kill('SIGCONT');
    // Up to the server's "go ahead" it does not know; there it must find out.
    await eventually(() => Promise.resolve(asked > 0 || undefined), 'DATA', 20_000);
    await sleep(1_000);
    const inSink = (await house.caught.list()).filter((mail) => mail.messageId === `<${messageId}@otzyv.test>`);
    return [
      ...(octets === 0 ? [] : [`the woken worker sent ${octets} octets`]),
      ...(inSink.length === 1 ? [] : [`the sink holds it ${inSink.length} times`]),
    ];
  } finally {
    await house.stopWorkers();
    await new Promise<void>((resolve) => {
      slow.close(resolve);
    });
  }
}
