import { Controller, Get, Header, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Client, From, Limited, Public } from '#access';
import { BareForm } from '#http';
import { localeFrom } from '#kernel';
import { UNSUBSCRIBE_PAGE_POLICY, unsubscribePage } from './unsubscribe-page.ts';
import { Unsubscribing } from './unsubscribing.service.ts';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;
const POLICY = ['content-security-policy', UNSUBSCRIBE_PAGE_POLICY] as const;
const PRIVATE = ['cache-control', 'no-store'] as const;
const VARY = ['vary', 'accept-language'] as const;

/** What the links of digests lead to, for people (a page with a button) and for their mail programs (RFC 8058). */
@ApiExcludeController()
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribing: Unsubscribing) {}

  @Get(':token')
  @Public()
  @Header(...HTML)
  @Header(...POLICY)
  @Header(...PRIVATE)
  @Header(...VARY)
  ask(@Headers('accept-language') accepted?: string): string {
    return unsubscribePage('ask', localeFrom(accepted));
  }

  @Post(':token')
  @HttpCode(200)
  @Public()
  @Limited()
  @BareForm()
  @Header(...HTML)
  @Header(...POLICY)
  @Header(...PRIVATE)
  @Header(...VARY)
  async end(
    @Param('token') token: string,
    @From() client: Client,
    @Req() { id }: FastifyRequest,
    @Headers('accept-language') accepted?: string,
  ): Promise<string> {
    await this.unsubscribing.end(token, client, id);
    return unsubscribePage('done', localeFrom(accepted));
  }
}
