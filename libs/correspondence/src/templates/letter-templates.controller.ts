import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  ListTemplatesQuery,
  NewTemplateBody,
  PreviewTemplateBody,
  TemplateAnswer,
  TemplatePage,
  WordingInUse,
  WordingQuery,
} from './letter-templates.contract.ts';
import { LetterTemplates } from './letter-templates.service.ts';

@ApiTags('letter templates')
@Controller('v1/branches/:branch')
export class LetterTemplatesController {
  constructor(private readonly templates: LetterTemplates) {}

  @Get('letter-templates')
  @Requires('templates.read')
  @ZodResponse({ status: 200, type: TemplatePage, description: 'Versions of the association and of the branch' })
  list(@Query() query: ListTemplatesQuery) {
    return this.templates.list(query);
  }

  @Post('letter-templates')
  @Requires('templates.write')
  @Idempotent()
  @ZodResponse({ status: 201, type: TemplateAnswer, description: 'The new version, a draft' })
  create(@By() by: Principal, @Body() body: NewTemplateBody) {
    return this.templates.create(by, body);
  }

  @Get('letter-templates/:template')
  @Requires('templates.read')
  @ZodResponse({ status: 200, type: TemplateAnswer, description: 'One version with its wording' })
  get(@IdParam('template') template: string) {
    return this.templates.get(template);
  }

  @Post('letter-templates/:template/approval')
  @HttpCode(200)
  @Requires('templates.approve')
  @ZodResponse({ status: 200, type: TemplateAnswer, description: 'The version, in use from now on' })
  approve(@By() by: Principal, @IdParam('template') template: string, @IfMatch() version: number) {
    return this.templates.approve(by, template, version);
  }

  @Post('letter-templates/:template/withdrawal')
  @HttpCode(200)
  @Requires('templates.approve')
  @ZodResponse({ status: 200, type: TemplateAnswer, description: 'The version, no longer in use' })
  withdraw(@By() by: Principal, @IdParam('template') template: string, @IfMatch() version: number) {
    return this.templates.withdraw(by, template, version);
  }

  @Post('letter-templates/:template/preview')
  @HttpCode(200)
  @Requires('templates.read')
  @Download('application/pdf', 'The version on invented people')
  async preview(@IdParam('template') template: string, @Body() body: PreviewTemplateBody) {
    const pdf = await this.templates.preview(template, body);
    return download({ name: 'Образец.pdf', mediaType: 'application/pdf' }, Buffer.from(pdf));
  }

  @Get('letter-wordings')
  @Requires('templates.read')
  @ZodResponse({ status: 200, type: WordingInUse, description: 'What letters of the kind are worded with now' })
  inUse(@Query() { kind }: WordingQuery) {
    return this.templates.inUse(kind);
  }
}
