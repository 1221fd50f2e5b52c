import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Public } from '@janus/access';
import { Unlimited } from '@janus/http';
import type { LinkPath } from '@janus/mail';
import { chooseLanguage } from '@janus/mail';
import { Controller, Get, Header, Headers, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { longestPassword, shortestPassword } from '../../passwords/password-policy.js';
import { PasswordPolicyService } from '../../passwords/password-policy.service.js';
import { accountPageNames } from './account-pages.js';
import { renderAccountPage } from './page-html.js';

// Nothing but our own script and styles, and calls of our own API; no form is ever sent by the browser itself.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const contentsOf = (name: string) => readFileSync(join(__dirname, name), 'utf8');

/** Where the links in mails lead. To look at a page changes nothing: programs open links before people do. */
@Controller('account')
@ApiExcludeController()
@Public()
export class AccountPagesController {
  private readonly client = contentsOf('account.js');
  private readonly look = contentsOf('account.css');

  constructor(private readonly passwords: PasswordPolicyService) {}

  // By name, so that any other path is one that there is not.
  @Get([...accountPageNames])
  @Unlimited()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', policy)
  page(
    @Req() { routeOptions }: FastifyRequest,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const language = chooseLanguage(null, accepted ?? null);
    const others = [reply.getHeader('vary') ?? []].flat();
    reply.header('Content-Language', language).header('Vary', [...others, 'Accept-Language'].join(', '));
    const { name, rules } = this.passwords;
    const limits = { shortest: shortestPassword[name], longest: longestPassword };
    return renderAccountPage(basename(routeOptions.url ?? '') as LinkPath, language, { ...limits, rules });
  }

  @Get('account.js')
  @Unlimited()
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return this.client;
  }

  @Get('account.css')
  @Unlimited()
  @Header('Content-Type', 'text/css; charset=utf-8')
  styles(): string {
    return this.look;
  }
}
