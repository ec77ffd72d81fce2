import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, IdParam, type IncomingFile, Upload, ZodResponse } from '#http';
import { FamilyFileAnswer, UploadFamilyFileQuery } from './family-files.contract.ts';
import { FamilyFiles } from './family-files.service.ts';

@ApiTags('files')
@Controller('v1/branches/:branch')
export class FamilyFilesController {
  constructor(private readonly files: FamilyFiles) {}

  @Post('families/:family/files')
  @Requires('files.create')
  @ZodResponse({ status: 201, type: FamilyFileAnswer, description: 'The kept file' })
  async upload(
    @By() by: Principal,
    @IdParam('family') family: string,
    @Query() { purpose }: UploadFamilyFileQuery,
    @Upload() upload: IncomingFile,
  ) {
    const file = await this.files.upload(by, family, purpose, upload);
    const { id, name, mediaType, size, sha256, status, createdAt } = file;
    return {
      ...{ id, familyId: family, purpose, name, mediaType, size, sha256, status },
      createdAt: createdAt.toISOString(),
    };
  }

  @Get('files/:file/content')
  @Requires('files.read')
  @Download('*/*', 'The file as it was uploaded')
  async content(@By() by: Principal, @IdParam('file') fileId: string) {
    const { file, content } = await this.files.read(by, fileId);
    return download(file, content);
  }
}
