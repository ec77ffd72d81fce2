import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam } from '#http';
import { download, DOWNLOAD_HEADERS } from './download.ts';
import { MessageReading } from './message-reading.service.ts';
import { positionOrNotFound } from './position-or-not-found.ts';

const NOSNIFF = ['x-content-type-options', DOWNLOAD_HEADERS['x-content-type-options']] as const;
const SANDBOX = ['content-security-policy', DOWNLOAD_HEADERS['content-security-policy']] as const;
const NO_STORE = ['cache-control', DOWNLOAD_HEADERS['cache-control']] as const;
const binary = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('correspondence')
@Controller('v1/branches/:branch')
export class DownloadsController {
  constructor(private readonly reading: MessageReading) {}

  @Get('messages/:message/raw')
  @Requires('correspondence.read')
  @Header(...NOSNIFF)
  @Header(...SANDBOX)
  @Header(...NO_STORE)
  @ApiOkResponse({ description: 'The mail as it was sent or came in', content: { 'message/rfc822': binary } })
  async raw(@By() by: Principal, @IdParam('message') message: string) {
    const read = await this.reading.readRaw(by, message);
    return download({ ...read, file: { ...read.file, mediaType: 'message/rfc822' } });
  }

  @Get('messages/:message/attachments/:position')
  @Requires('correspondence.read')
  @Header(...NOSNIFF)
  @Header(...SANDBOX)
  @Header(...NO_STORE)
  @ApiParam({ name: 'position', schema: { type: 'integer', minimum: 1 } })
  @ApiOkResponse({ description: 'The attachment', content: { 'application/octet-stream': binary } })
  async attachment(
    @By() by: Principal,
    @IdParam('message') message: string,
    @Param('position', positionOrNotFound) position: number,
  ) {
    return download(await this.reading.readAttachment(by, message, position));
  }

  @Get('letters/:letter/pdf')
  @Requires('correspondence.read')
  @Header(...NOSNIFF)
  @Header(...SANDBOX)
  @Header(...NO_STORE)
  @ApiOkResponse({ description: 'The letter, signed where it is', content: { 'application/pdf': binary } })
  async letter(@By() by: Principal, @IdParam('letter') letter: string) {
    return download(await this.reading.readLetter(by, letter));
  }
}
