import type { MailOptions } from '../mail.options.js';
import { frames, loadCatalogues } from './catalogue.js';
import type { Language } from './language.js';
import type { Catalogue } from './mail-text.js';
import type { RenderedMail } from './render-mail.js';
import { fill, renderMail } from './render-mail.js';
import type { TemplateName } from './template-data.js';
import { templateFacts } from './template-data.js';
import type { StoredData } from './values.js';
import { valuesOf } from './values.js';

export interface WrittenMail extends RenderedMail {
  readonly language: Language;
  /** Its one link, for the log of development. */
  readonly link: string | null;
}

/** Writes mails: from a template, a language and data to subject, text and HTML. */
export class MailWriter {
  private readonly catalogues: Readonly<Record<Language, Catalogue>>;

  /** @throws TemplateOverrideError */
  constructor(private readonly options: Pick<MailOptions, 'templatesDir' | 'publicUrl'>) {
    this.catalogues = loadCatalogues(options.templatesDir);
  }

  /** @param validForMs how long its link is good */
  write(template: TemplateName, language: Language, data: StoredData, validForMs: number): WrittenMail {
    const { link: path } = templateFacts[template];
    const url =
      path === null
        ? null
        : `${this.options.publicUrl()}/account/${path}#token=${encodeURIComponent(data['token'] ?? '')}`;
    const { linkHint: hint } = frames[language];
    const filled = fill(this.catalogues[language][template], valuesOf(data, language, validForMs), {
      language,
      url,
      hint,
    });
    return { ...renderMail(filled), language, link: url };
  }
}
