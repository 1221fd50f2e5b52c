import { Public } from '@janus/access';
import { Unlimited } from '@janus/http';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { renderPermissionsHtml } from './permissions-html.js';
import { permissionsStyles } from './permissions-styles.js';

// Stricter than the explorer's: this page has no script and no style of its own inside.
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The matrix as a page, beside the explorer. */
@Controller('docs')
@ApiExcludeController()
@Public()
export class PermissionsController {
  private readonly html = renderPermissionsHtml();

  @Get('permissions')
  @Unlimited()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', policy)
  page(): string {
    return this.html;
  }

  @Get('permissions.css')
  @Unlimited()
  @Header('Content-Type', 'text/css; charset=utf-8')
  styles(): string {
    return permissionsStyles;
  }
}
