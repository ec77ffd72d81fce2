import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#access';
import { download } from '#http';
import { notFound } from '#kernel';
import { CaughtMail, MessageParser, type ParsedMessage } from '#mail';
import { mailListPage, mailPage } from './mail-pages.ts';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;

@ApiExcludeController()
@Controller('mail')
export class CaughtMailController {
  constructor(
    private readonly caught: CaughtMail,
    private readonly parser: MessageParser,
  ) {}

  @Get()
  @Public()
  @Header(...HTML)
  async list(): Promise<string> {
    return mailListPage((await this.caught.list()).reverse());
  }

  @Get(':mail')
  @Public()
  @Header(...HTML)
  async read(@Param('mail') id: string): Promise<string> {
    return mailPage(id, (await this.open(id)).parsed);
  }

  @Get(':mail/raw')
  @Public()
  async raw(@Param('mail') id: string): Promise<StreamableFile> {
    const { raw } = await this.open(id);
    return download({ name: `${id}.eml`, mediaType: 'message/rfc822' }, raw);
  }

  @Get(':mail/attachments/:position')
  @Public()
  async attachment(
    @Param('mail') id: string,
    @Param('position') position: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { parsed } = await this.open(id);
    const attachment = parsed.attachments[Number(position) - 1];
    if (attachment === undefined) throw notFound();
    void reply.header('x-content-type-options', 'nosniff');
    return download(
      { name: attachment.filename ?? 'attachment', mediaType: attachment.contentType },
      attachment.content,
    );
  }

  private async open(id: string): Promise<{ raw: Buffer; parsed: ParsedMessage }> {
    const raw = await this.caught.read(id);
    if (raw === null) throw notFound();
    return { raw, parsed: await this.parser.parse(raw) };
  }
}
