import { warningsFor } from './warnings.js';

describe('warningsFor', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['JWT_SECERT', 'JWT_SECRET'],
    ['ACCESS_TTL_SECOND', 'ACCESS_TTL_SECONDS'],
    ['PORTS', 'PORT'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
  ])('%s may be a slip', (name, ours) => {
    expect(warningsFor([name])).toEqual([`${name} is not a setting; did you mean ${ours}?`]);
  });

  it('leaves alone what every shell and container sets', () => {
    const usual = ['HOME', 'PATH', 'PWD', 'USER', 'LANG', 'TERM', 'SHELL', 'HOSTNAME', 'LOGNAME', 'TZ', 'NODE_VERSION'];
    expect(warningsFor(usual)).toEqual([]);
  });

  it('knows which settings a file may hold', () => {
    expect(
      warningsFor(['JWT_SECRET_FILE', 'DATABASE_URL_FILE', 'KEY_ENCRYPTION_KEY_FILE', 'MAIL_URL_FILE', 'LOG_FILE']),
    ).toEqual([]);
    expect(warningsFor(['PORT_FILE'])).toEqual(['PORT_FILE has no effect: only secrets are read from files; set PORT']);
  });
});
