import { Controller, Get, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, IdParam } from '#http';
import { MessageReading } from './message-reading.service.ts';
import { positionOrNotFound } from './position-or-not-found.ts';

@ApiTags('correspondence')
@Controller('v1/branches/:branch')
export class DownloadsController {
  constructor(private readonly reading: MessageReading) {}

  @Get('messages/:message/raw')
  @Requires('correspondence.read')
  @Download('message/rfc822', 'The mail as it was sent or came in')
  async raw(@By() by: Principal, @IdParam('message') message: string) {
    const { file, content } = await this.reading.readRaw(by, message);
    return download({ name: file.name, mediaType: 'message/rfc822' }, content);
  }

  @Get('messages/:message/attachments/:position')
  @Requires('correspondence.read')
  @ApiParam({ name: 'position', schema: { type: 'integer', minimum: 1 } })
  @Download('*/*', 'The attachment')
  async attachment(
    @By() by: Principal,
    @IdParam('message') message: string,
    @Param('position', positionOrNotFound) position: number,
  ) {
    const { file, content } = await this.reading.readAttachment(by, message, position);
    return download(file, content);
  }

  @Get('letters/:letter/pdf')
  @Requires('correspondence.read')
  @Download('application/pdf', 'The letter, signed where it is')
  async letter(@By() by: Principal, @IdParam('letter') letter: string) {
    const { file, content } = await this.reading.readLetter(by, letter);
    return download(file, content);
  }
}
