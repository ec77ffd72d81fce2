import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import { MailRoute, type MailRouteOptions } from './mail-route.ts';
import { MessageParser } from './message-parser.ts';

/** The way out and the parsing thread, once per process. */
@Module({})
export class MailModule implements OnApplicationShutdown {
  constructor(@Inject(MessageParser) private readonly parser: MessageParser) {}

  static through(route: MailRouteOptions): DynamicModule {
    return {
      module: MailModule,
      global: true,
      providers: [
        { provide: MailRoute, useFactory: () => new MailRoute(route) },
        { provide: MessageParser, useFactory: () => new MessageParser() },
      ],
      exports: [MailRoute, MessageParser],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parser.close();
  }
}
