import { parseEnvFile } from './env-file.js';

describe('parseEnvFile', () => {
  it.each([
    ['PORT=3000', { PORT: '3000' }],
    ['  PORT = 3000  ', { PORT: '3000' }],
    ['export PORT=3000', { PORT: '3000' }],
    ['PORT=3000 # the usual one', { PORT: '3000' }],
    ['# PORT=3000', {}],
    ['PORT=', { PORT: '' }],
    ['HOST="a b # c"', { HOST: 'a b # c' }],
    [`HOST='a "b" # c' # d`, { HOST: 'a "b" # c' }],
    ['HOST=""', { HOST: '' }],
    ['JWT_SECRET=ab#cd==', { JWT_SECRET: 'ab#cd==' }],
    ['PUBLIC_URL=https://a.example/?x=1', { PUBLIC_URL: 'https://a.example/?x=1' }],
    ['A=1\r\n\r\nB=2\n', { A: '1', B: '2' }],
    ['A=1\nA=2', { A: '2' }],
    ['\uFEFFA=1', { A: '1' }],
    ['no setting here', {}],
  ])('reads %j', (content, expected) => {
    expect(parseEnvFile(content)).toEqual(expected);
  });

  it('expands nothing', () => {
    expect(parseEnvFile('A=1\nB=$A ${A} `id`')).toEqual({ A: '1', B: '$A ${A} `id`' });
  });
});
