import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** `refused`: cut at once; `busy`: 421; `cut-in-body`: half of the letter; `cut-after-dot`: the answer never arrives. */
export type RelayFault = 'refused' | 'busy' | 'cut-in-body' | 'cut-after-dot';

/** Stands between the workers and a real server and spoils single conversations, as a network does. */
export class FaultyRelay {
  readonly seen: Record<RelayFault, number> = { refused: 0, busy: 0, 'cut-in-body': 0, 'cut-after-dot': 0 };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(
    private readonly target: () => number,
    private readonly fault: () => RelayFault | null,
  ) {
    this.#server = createServer((client) => {
      this.#serve(client);
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(client: Socket): void {
    this.#watch(client);
    const fault = this.fault();
    if (fault === 'refused' || fault === 'busy') {
      this.seen[fault] += 1;
      if (fault === 'busy') client.end('421 4.3.2 come back\r\n');
      else client.destroy();
      return;
    }
    const server = this.#watch(connect(this.target(), '127.0.0.1'));
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    client.once('close', cut);
    server.once('close', cut);
    let inBody = false;
    client.on('data', (chunk) => {
      if (fault !== 'cut-in-body' || !inBody) {
        server.write(chunk);
        return;
      }
      this.seen[fault] += 1;
      client.pause();
      server.write(chunk.subarray(0, chunk.length >> 1), cut);
    });
    server.on('data', (chunk) => {
      if (fault === 'cut-after-dot' && inBody) {
        this.seen[fault] += 1;
        cut();
        return;
      }
      client.write(chunk);
      // Answers to commands that came in a batch come in a batch.
      inBody ||= /^354/m.test(chunk.toString('latin1'));
    });
  }

  #watch(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }
}
