import { Readable } from 'node:stream';

import SMTPConnection from 'nodemailer/lib/smtp-connection';

import { classifyDelivery, type ClientError, type DeliveryEnd } from './classify-delivery.ts';
import { DeliveryProgress } from './delivery-progress.ts';
import { defaultDeliveryTimeouts, type DeliveryResult, type DeliveryTimeouts } from './delivery-result.ts';
import { lazyBody, type MessageSource } from './lazy-body.ts';
import { parseMailAddress } from './mail-address.ts';
import { assertTlsAllowed, type SmtpServer } from './smtp-server-url.ts';

export interface Delivery {
  readonly server: SmtpServer;
  /** `from` may be `''`, the null sender of automatic answers. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly message: MessageSource;
  /**
   * Awaited after the server has said 354 and before the first octet of the body leaves: here the caller commits the point
   * of no return. When it throws, nothing is sent. It must settle by itself; the result waits for it.
   */
  readonly beforeBody: () => Promise<void>;
  readonly timeouts?: Partial<DeliveryTimeouts>;
}

// The client's own clocks only back up ours.
const CLIENT_CLOCK = 3_600_000;
const GOODBYE = 2000;

/**
 * Hands one message to one server in one SMTP conversation and says how it ended. Never throws for what the network or the
 * server does; never retries; logs nothing. Dot-stuffing and line ends are the client library's.
 *
 * @throws Problem `mail.address-invalid` (a malformed envelope), `mail.tls-required`, before any connection is made
 */
export async function deliverMessage(delivery: Delivery): Promise<DeliveryResult> {
  const { server } = delivery;
  assertTlsAllowed(server);
  const from = delivery.envelope.from === '' ? '' : parseMailAddress(delivery.envelope.from);
  const to = delivery.envelope.to.map((address) => parseMailAddress(address));

  let settle: (end: Omit<DeliveryEnd, 'phase' | 'answeredPhase'>) => void = () => undefined;
  const progress = new DeliveryProgress({ ...defaultDeliveryTimeouts, ...delivery.timeouts }, () => {
    settle({ reason: 'timeout' });
  });
  const connection = connectionTo(server, progress);
  const body = lazyBody(delivery, progress, () => connection.lastServerResponse || '');

  const end = await new Promise<DeliveryEnd>((resolve) => {
    settle = (how) => {
      // Synchronously, so that a beforeBody which is just returning finds the gate shut.
      body.shut();
      resolve({ phase: progress.phase, answeredPhase: progress.answeredPhase, ...body.fault(), ...how });
      settle = () => undefined;
    };
    const failed = (error: ClientError): void => {
      settle({ error });
    };
    connection.on('error', failed);
    connection.once('end', () => setImmediate(failed, {}));
    const send = (): void => {
      const size = Buffer.isBuffer(delivery.message) ? delivery.message.length : delivery.message.size;
      connection.send({ from, to, size }, Readable.from(body.chunks(), { objectMode: false }), (error, info) => {
        settle(error === null ? { info } : { error });
      });
    };
    connection.connect((error) => {
      if (error !== undefined) {
        failed(error);
        return;
      }
      if (server.credentials === undefined) {
        send();
        return;
      }
      const { user, password } = server.credentials;
      connection.login({ user, pass: password }, (refusal) => {
        if (refusal === null) send();
        else failed(refusal);
      });
    });
  });

  progress.stop();
  hangUp(connection, end, body.asked());
  await body.settled();
  return classifyDelivery(end);
}

function connectionTo(server: SmtpServer, progress: DeliveryProgress): SMTPConnection {
  return new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    name: server.heloName ?? '[127.0.0.1]',
    tls: {
      minVersion: 'TLSv1.2',
      ...(server.trustedCertificates === undefined ? {} : { ca: server.trustedCertificates }),
    },
    logger: progress.logger,
    transactionLog: true,
    connectionTimeout: CLIENT_CLOCK,
    greetingTimeout: CLIENT_CLOCK,
    socketTimeout: CLIENT_CLOCK,
    dnsTimeout: 30_000,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  });
}

/** QUIT where it is understood as a command; a server that still waits for the body would read it as text, and is cut off. */
function hangUp(connection: SMTPConnection, end: DeliveryEnd, bodyAsked: boolean): void {
  const answered = end.info !== undefined || end.error?.responseCode !== undefined;
  if (!answered || connection.destroyed || (bodyAsked && end.phase !== 'final')) {
    connection.close();
    return;
  }
  connection.quit();
  setTimeout(() => {
    connection.close();
  }, GOODBYE).unref();
}
