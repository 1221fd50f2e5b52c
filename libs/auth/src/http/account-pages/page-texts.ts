import type { Language } from '@janus/mail';
import { english } from './english.js';
import { german } from './german.js';
import type { PageTexts } from './page-text.js';

/** All words of all pages: the compiler finds a missing one. */
export const pageTexts: Readonly<Record<Language, PageTexts>> = { en: english, de: german };
