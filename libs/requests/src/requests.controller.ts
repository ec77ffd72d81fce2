import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { Classification } from './classification.service.ts';
import { RequestLetters } from './request-letters.service.ts';
import { DeadlineList } from './deadlines.contract.ts';
import {
  ClassifyReplyBody,
  FileByHandBody,
  ListRequestsQuery,
  OpenRequestBody,
  PreparedLetterAnswer,
  PrepareLetterBody,
  PreviewLetterBody,
  RequestAnswer,
  RequestPage,
  SignLetterBody,
  SubmitByEmailBody,
  SubmittedAnswer,
} from './requests.contract.ts';
import { RequestsService } from './requests.service.ts';
import { Submissions } from './submission.service.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

@ApiTags('requests')
@Controller('v1/branches/:branch/requests')
export class RequestsController {
  constructor(
    private readonly requests: RequestsService,
    private readonly letters: RequestLetters,
    private readonly submissions: Submissions,
    private readonly classification: Classification,
  ) {}

  @Get()
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: RequestPage, description: 'A page of requests with what their clocks say now' })
  list(@By() by: Principal, @Query() query: ListRequestsQuery) {
    return this.requests.list(by, query);
  }

  @Post()
  @Requires('requests.open')
  @Idempotent()
  @ZodResponse({ status: 201, type: RequestAnswer, description: 'The opened request, a draft' })
  open(@By() by: Principal, @Body() body: OpenRequestBody) {
    return this.requests.open(by, body);
  }

  @Get(':request')
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request with its demands' })
  get(@By() by: Principal, @IdParam('request') request: string) {
    return this.requests.get(by, request);
  }

  @Get(':request/deadlines')
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: DeadlineList, description: 'Every clock of the request, with its derivation' })
  deadlines(@By() by: Principal, @IdParam('request') request: string) {
    return this.requests.listDeadlines(by, request);
  }

  @Post(':request/letter')
  @Requires('requests.prepare')
  @ZodResponse({ status: 201, type: PreparedLetterAnswer, description: 'The typeset letter; replaces an unsent one' })
  prepare(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: PrepareLetterBody,
  ) {
    return this.letters.prepare(by, request, version, body);
  }

  @Post(':request/letter-preview')
  @HttpCode(200)
  @Requires('requests.prepare')
  @Download('application/pdf', 'The letter as it would come out; kept nowhere')
  async preview(@By() by: Principal, @IdParam('request') request: string, @Body() body: PreviewLetterBody) {
    const pdf = await this.letters.preview(by, request, body);
    return download({ name: 'Черновик.pdf', mediaType: 'application/pdf' }, Buffer.from(pdf));
  }

  @Post(':request/letter-docx')
  @HttpCode(200)
  @Requires('requests.prepare')
  @Download(DOCX, 'The same letter for editing outside; kept nowhere')
  async docx(@By() by: Principal, @IdParam('request') request: string, @Body() body: PreviewLetterBody) {
    return download({ name: 'Письмо.docx', mediaType: DOCX }, await this.letters.docx(by, request, body));
  }

  @Post(':request/signature')
  @HttpCode(200)
  @Requires('requests.prepare')
  @Idempotent()
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request whose letter is signed' })
  sign(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: SignLetterBody,
  ) {
    return this.letters.sign(by, request, version, body);
  }

  @Post(':request/submission')
  @HttpCode(202)
  @Requires('requests.submit')
  @Idempotent()
  @ZodResponse({ status: 202, type: SubmittedAnswer, description: 'Accepted: the letter is frozen and on its way' })
  submit(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: SubmitByEmailBody,
  ) {
    return this.submissions.submitByEmail(by, request, version, body);
  }

  @Post(':request/filing')
  @HttpCode(200)
  @Requires('requests.submit')
  @Idempotent()
  @ZodResponse({ status: 200, type: SubmittedAnswer, description: 'Recorded: the letter was served by a person' })
  file(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: FileByHandBody,
  ) {
    return this.submissions.recordFiling(by, request, version, body);
  }

  @Post(':request/classification')
  @HttpCode(200)
  @Requires('requests.classify')
  @Idempotent()
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request as the classified reply leaves it' })
  async classify(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: ClassifyReplyBody,
  ) {
    await this.classification.classify(by, request, version, body);
    return this.requests.get(by, request);
  }

  @Post(':request/closure')
  @HttpCode(200)
  @Requires('requests.close')
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The closed request' })
  close(@By() by: Principal, @IdParam('request') request: string, @IfMatch() version: number) {
    return this.requests.close(by, request, version);
  }

  @Post(':request/withdrawal')
  @HttpCode(200)
  @Requires('requests.close')
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request that the applicant took back' })
  withdraw(@By() by: Principal, @IdParam('request') request: string, @IfMatch() version: number) {
    return this.requests.withdraw(by, request, version);
  }
}
