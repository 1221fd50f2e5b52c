/** The password of every hash here. */
export const legacyPassword = 'Legacy-Pässw0rd!';

/** What other systems store, one of each kind and some of other strengths; most were made by passlib, bcrypt and Django themselves. */
export const legacyHashes: readonly (readonly [name: string, hash: string])[] = [
  ['bcrypt of passlib', '$2b$05$idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS'],
  ['bcrypt $2a$', '$2a$05$iIXiIunRHYGDa1ygD1kx1Ownzvgx2o7kfgTmffzlYTSzorp11oxuC'],
  ['bcrypt $2y$', '$2y$05$/Cl.HfsEMeFfqmfOVZcCvuWdcCowPmT.hftiiCAHVoMA9cAJRdtmW'],
  [
    'argon2id of passlib',
    '$argon2id$v=19$m=8192,t=3,p=4$vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc',
  ],
  ['argon2i', '$argon2i$v=19$m=4096,t=3,p=1$gdDaO8e4t1aqNUYoBWDM+Q$1ND17G5gJ8dNH8HpBaC5tfcGyAphUNv8taYt/Y3bZCw'],
  ['PBKDF2 of passlib', '$pbkdf2-sha256$1000$AWBMSck551zrnRNCSCmFMA$.MhM7k5P6oR27zcj4T/l0SuARKczPtcZwogtz0mcexk'],
  ['PBKDF2 of Django', 'pbkdf2_sha256$1000$NaClSalt1234567890abcd$b1d5611/0AVKMV4nPyQJQthy3gXiInhYVtyJv0kigZA='],
  ['bcrypt_sha256 of Django', 'bcrypt_sha256$$2b$05$oDDvr8lrZ88r/6bGzRIYIuczJNX7evWSMJyL6BuWecHNlJYGz4FtG'],
  ['bcrypt of Django', 'bcrypt$$2b$05$wAHeRgdXBoepyKWBtUiIkeAOF8lRPVYAz7rWh6GyLnFAtetH1qude'],
  [
    'argon2 of Django',
    'argon2$argon2id$v=19$m=102400,t=2,p=8$MDFsRnc5QUludVh2c1hneTFUd0NaOQ$OfY/ZSYMRRp0OXhUoOmxq1F50e4TsDu6gzAlcCDOHv0',
  ],
  ['bcrypt of Spring', '{bcrypt}$2a$05$iIXiIunRHYGDa1ygD1kx1Ownzvgx2o7kfgTmffzlYTSzorp11oxuC'],
  [
    'argon2 of Spring',
    '{argon2}$argon2id$v=19$m=8192,t=3,p=4$vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc',
  ],
  [
    'argon2id with a quarter of the memory',
    '$argon2id$v=19$m=4096,t=1,p=1$Id0UCJQAn+aoGo14ZA18HQ$GZgvx4506nAINdesf6vYYFxCpm8TMyeVsoHUXik8Yp4',
  ],
  [
    'argon2id with more memory',
    '$argon2id$v=19$m=65536,t=4,p=1$ayEGqt/PZ7ADmU043K9lew$ayAeqXnSfwLMrp6x9LX89RsnJdYSdmf/uKECAWEvSk8',
  ],
  ['bcrypt of cost 12', '$2b$12$.sz62wyIow9pEhJDEmrLteGdXtwza5AvYogYlViru/ZjwkKKyEXDe'],
  ['PBKDF2 of FastAPI', '$pbkdf2-sha256$29000$MDEyMzQ1Njc4OWFiY2RlZg$PRe0Snp0MTgs4Sbs7abjYP97ZrjjK0tTmDo8yog7V.w'],
];

/** As much work as the limits let through of two kinds: seconds, not milliseconds. */
export const slowHashes: readonly (readonly [name: string, hash: string])[] = [
  ['bcrypt of cost 15', '$2b$15$NfDuQJm2J/vWulkiSNU4sOixfuGtflOXAcesVeBZEUzhLjOZy4Tl.'],
  ['PBKDF2 of Django 6', 'pbkdf2_sha256$1200000$seasalt2$gTtixUj0luPFJRfqeLi5pD1/YXyMxspLnOh+NtSODU8='],
];

const argon2Tail = 'vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc';
const bcryptTail = 'idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS';

/** What nobody may make this service compute. */
export const hashesBeyondLimits: readonly (readonly [name: string, hash: string])[] = [
  ['4 GiB', `$argon2id$v=19$m=4194304,t=2,p=1$${argon2Tail}`],
  ['one KiB too much', `$argon2id$v=19$m=262145,t=2,p=1$${argon2Tail}`],
  ['too many passes', `$argon2id$v=19$m=19456,t=11,p=1$${argon2Tail}`],
  ['too many lanes', `$argon2id$v=19$m=19456,t=2,p=9$${argon2Tail}`],
  ['bcrypt beyond fifteen', `$2b$16$${bcryptTail}`],
  ['bcrypt of 31', `{bcrypt}$2b$31$${bcryptTail}`],
  ['bcrypt below four', `$2b$03$${bcryptTail}`],
  ['bcrypt_sha256 beyond fifteen', `bcrypt_sha256$$2b$16$${bcryptTail}`],
  ['too many iterations', 'pbkdf2_sha256$2000001$NaCl$b1d5611/0AVKMV4nPyQJQthy3gXiInhYVtyJv0kigZA='],
  [
    'too many iterations for passlib',
    '$pbkdf2-sha256$2000001$AWBMSck551zrnRNCSCmFMA$.MhM7k5P6oR27zcj4T/l0SuARKczPtcZwogtz0mcexk',
  ],
];
