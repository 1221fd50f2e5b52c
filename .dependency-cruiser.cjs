'use strict';
// Who may import whom, as docs/architecture.md says. Type imports count.

const libs = '^libs/([a-z]+)/src/';

/** A lib and the libs that it may import; its `http/` folder may also use `http` and `access`. */
const allowed = {
  kernel: [],
  config: ['kernel'],
  access: ['kernel'],
  http: ['kernel', 'access'],
  audit: ['kernel', 'access'],
  users: ['kernel', 'access', 'audit'],
  mail: ['kernel', 'access', 'audit'],
  auth: ['kernel', 'access', 'audit', 'mail', 'users'],
  database: ['kernel', 'access', 'audit', 'mail', 'users', 'auth'],
};

const perLib = Object.entries(allowed).flatMap(([lib, others]) => {
  const own = [lib, ...others];
  return [
    {
      name: `${lib}-imports`,
      comment: `libs/${lib} may import ${others.join(', ') || 'no lib'}`,
      severity: 'error',
      from: { path: `^libs/${lib}/src/`, pathNot: `^libs/${lib}/src/http/` },
      to: { path: libs, pathNot: `^libs/(${own.join('|')})/src/` },
    },
    {
      name: `${lib}-http-imports`,
      comment: `libs/${lib}/src/http may also import http and access`,
      severity: 'error',
      from: { path: `^libs/${lib}/src/http/` },
      to: { path: libs, pathNot: `^libs/(${[...own, 'http', 'access'].join('|')})/src/` },
    },
  ];
});

/** A package, and the only place that may know it. */
function onlyIn(name, packages, place) {
  return {
    name,
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: place },
    to: { path: `node_modules/(${packages.join('|')})/` },
  };
}

module.exports = {
  forbidden: [
    ...perLib,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-deep-imports',
      comment: 'another lib is imported by its public face only',
      severity: 'error',
      from: { path: libs },
      to: { path: libs, pathNot: ['^libs/$1/src/', '^libs/[a-z]+/src/(http/)?index\\.ts$'] },
    },
    {
      name: 'no-deep-imports-from-apps',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: libs, pathNot: '^libs/[a-z]+/src/(http/)?index\\.ts$' },
    },
    {
      name: 'no-deep-imports-from-tests',
      comment: 'tests come in by the public faces too; only factories put services together from their parts',
      severity: 'error',
      from: { path: '^test/', pathNot: '^test/factories/' },
      to: { path: libs, pathNot: '^libs/([a-z]+/src/(http/)?index\\.ts$|database/)' },
    },
    {
      name: 'cli-uses-the-composition-only',
      comment: 'the command line shares the services, not the doors',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: '^apps/auth-api/src/', pathNot: '^apps/auth-api/src/(core|start)/' },
    },
    {
      name: 'cli-has-no-http',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: ['^libs/http/', '^libs/[a-z]+/src/http/', 'node_modules/(fastify|@nestjs/platform-fastify)/'] },
    },
    { name: 'apps-are-on-top', severity: 'error', from: { path: '^libs/' }, to: { path: '^(apps|test)/' } },
    { name: 'kernel-is-plain', severity: 'error', from: { path: '^libs/kernel/' }, to: { path: 'node_modules/' } },
    { name: 'config-is-plain', severity: 'error', from: { path: '^libs/config/' }, to: { path: 'node_modules/' } },
    onlyIn(
      'sql-drivers-stay-home',
      ['typeorm', 'mysql2', 'pg', 'libsql', 'better-sqlite3'],
      '^libs/database/src/typeorm/',
    ),
    onlyIn('mongo-stays-home', ['mongoose', 'mongodb'], '^libs/database/src/mongoose/'),
    onlyIn('smtp-stays-home', ['nodemailer'], '^libs/mail/src/mailer/'),
    onlyIn('openapi-at-the-edge', ['@nestjs/swagger'], '^(apps/auth-api/|libs/http/|libs/[a-z]+/src/http/)'),
    onlyIn('validation-at-the-edge', ['class-validator'], '^(libs/http/|libs/[a-z]+/src/http/)'),
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '\\.spec\\.ts$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
