import { Controller, Get, Header, Headers } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#access';
import { localeFrom } from '#kernel';
import { ACCOUNT_PAGE_POLICY, accountPage } from './account-page.ts';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;
const POLICY = ['content-security-policy', ACCOUNT_PAGE_POLICY] as const;
const PRIVATE = ['cache-control', 'no-store'] as const;
const VARY = ['vary', 'accept-language'] as const;

/** What the links in mails lead to. The pages know no secret: the token is behind the # and leaves in bodies only. */
@ApiExcludeController()
@Controller()
export class AccountPagesController {
  @Get('invitations')
  @Public()
  @Header(...HTML)
  @Header(...POLICY)
  @Header(...PRIVATE)
  @Header(...VARY)
  invitation(@Headers('accept-language') accepted?: string): string {
    return accountPage('invitation', localeFrom(accepted));
  }

  @Get('password-reset')
  @Public()
  @Header(...HTML)
  @Header(...POLICY)
  @Header(...PRIVATE)
  @Header(...VARY)
  passwordReset(@Headers('accept-language') accepted?: string): string {
    return accountPage('password-reset', localeFrom(accepted));
  }
}
