import { Public } from '@janus/access';
import { Unlimited, httpProblems } from '@janus/http';
import { Clock, Problem, validationFailed } from '@janus/kernel';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { languages } from '../templates/language.js';
import { MailWriter } from '../templates/mail-writer.js';
import { isTemplateName, templateFacts, templateNames } from '../templates/template-data.js';
import { previewList, previewPage } from './preview-page.js';
import { sampleData } from './sample-data.js';

const html = 'text/html; charset=utf-8';

/** What mails look like, while one works on them. Not there in production. */
@Controller('docs/mail')
@ApiExcludeController()
@Public()
export class MailPreviewController {
  constructor(
    private readonly writer: MailWriter,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Unlimited()
  @Header('Content-Type', html)
  @Header('Cache-Control', 'no-store')
  list(): string {
    return previewList(templateNames, languages);
  }

  @Get(':template')
  @Unlimited()
  @Header('Content-Type', html)
  @Header('Cache-Control', 'no-store')
  show(@Param('template') name: string, @Query('lang') lang: unknown = 'en'): string {
    if (!isTemplateName(name)) throw new Problem(httpProblems.NOT_FOUND);
    const language = languages.find((one) => one === lang);
    if (!language) throw validationFailed([{ pointer: '?lang', message: `must be one of ${languages.join(', ')}` }]);
    const { lifeSeconds } = templateFacts[name];
    return previewPage(name, this.writer.write(name, language, sampleData(this.clock.now()), lifeSeconds * 1000));
  }
}
