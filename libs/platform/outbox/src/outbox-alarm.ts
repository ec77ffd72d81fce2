import { Client } from 'pg';

/** Hears PostgreSQL say that a due row was committed. A lost connection is noticed and made anew on the next call. */
export class OutboxAlarm {
  private client: Client | undefined;

  constructor(
    private readonly relayUrl: string,
    private readonly onRing: (queue: string) => void,
    private readonly onLost: (error: unknown) => void,
  ) {}

  /** Resolves when listening. @throws what the connection attempt failed with. */
  async listen(): Promise<void> {
    if (this.client !== undefined) return;
    const client = new Client({
      connectionString: this.relayUrl,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      application_name: 'otzyv-outbox-alarm',
    });
    client.on('error', (error) => {
      this.forget(client, error);
    });
    client.on('end', () => {
      this.forget(client, new Error('ended'));
    });
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) this.onRing(payload);
    });
    this.client = client;
    try {
      await client.connect();
      await client.query('LISTEN otzyv_outbox');
    } catch (error) {
      this.client = undefined;
      await client.end();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.end();
  }

  private forget(client: Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.onLost(error);
  }
}
