/** Colours of a mail on light and on dark screens: every text has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const light = {
  page: '#f3f4f6',
  card: '#ffffff',
  text: '#1f2328',
  quiet: '#57606a',
  link: '#0b57d0',
  button: '#0b57d0',
  onButton: '#ffffff',
} as const;

export const dark = {
  page: '#111418',
  card: '#1c2128',
  text: '#e6edf3',
  quiet: '#aab4bf',
  link: '#8ab4f8',
  button: '#8ab4f8',
  onButton: '#0d1b33',
} as const;
