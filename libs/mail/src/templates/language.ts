export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const mostRanges = 20;

/**
 * The language of a mail: that of the user's locale, else the best of an `Accept-Language` header (RFC 9110 section 12.5.4),
 * else English.
 */
export function chooseLanguage(locale: string | null, acceptLanguage: string | null): Language {
  return languageOf(locale ?? '') ?? acceptable(acceptLanguage ?? '')[0] ?? 'en';
}

/** `de-AT`, `de_DE` and `DE` are German. */
function languageOf(tag: string): Language | null {
  const primary = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
  return languages.find((language) => language === primary) ?? null;
}

/** The languages of the header that we speak, the best first. */
function acceptable(header: string): Language[] {
  const ranges = header.split(',', mostRanges).map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
    return { language: languageOf(range), weight: /^[01](?:\.\d{0,3})?$/.test(quality) ? Number(quality) : 0 };
  });
  return ranges
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap(({ language, weight }) => (language && weight > 0 ? [language] : []));
}
