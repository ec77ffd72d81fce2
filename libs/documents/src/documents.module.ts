import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { LetterRenderer } from './rendering/letter-renderer.ts';

/** One renderer per process; its threads start with the first letter and end with the application. */
@Module({
  providers: [{ provide: LetterRenderer, useFactory: () => new LetterRenderer() }],
  exports: [LetterRenderer],
})
export class DocumentsModule implements OnApplicationShutdown {
  constructor(private readonly renderer: LetterRenderer) {}

  async onApplicationShutdown(): Promise<void> {
    await this.renderer.close();
  }
}
