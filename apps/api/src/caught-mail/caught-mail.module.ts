import { type DynamicModule, Module } from '@nestjs/common';
import { CaughtMail } from '#mail';
import { CaughtMailController } from './caught-mail.controller.ts';

/** Pages to read what the built-in catcher took. Mounted only where outgoing mail stays on this machine. */
@Module({})
export class CaughtMailModule {
  static of(caught: CaughtMail): DynamicModule {
    return {
      module: CaughtMailModule,
      controllers: [CaughtMailController],
      providers: [{ provide: CaughtMail, useValue: caught }],
    };
  }
}
