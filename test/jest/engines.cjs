'use strict';
// Which engines the tests run on: memory and SQLite always, the servers whose URL is set. Redis is no engine, but a server, too.

const servers = {
  mysql: 'TEST_MYSQL_URL',
  mariadb: 'TEST_MARIADB_URL',
  postgres: 'TEST_POSTGRES_URL',
  mongodb: 'TEST_MONGODB_URL',
  // MongoDB again, as a replica set.
  mongors: 'TEST_MONGORS_URL',
  redis: 'TEST_REDIS_URL',
};
const local = ['memory', 'sqlite'];
const required = [...local, 'mysql', 'mariadb', 'postgres', 'mongodb', 'redis'];
const all = [...local, ...Object.keys(servers)];

/** The names that TEST_ENGINES asks for; null if it leaves the choice to what is there. */
function wanted({ TEST_ENGINES }) {
  if (!TEST_ENGINES) return null;
  const names = TEST_ENGINES.split(',').flatMap((name) => (name === 'all' ? required : [name.trim()]));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`TEST_ENGINES: there is no engine ${unknown.join(', ')}; there are ${all.join(', ')}`);
  return [...new Set(names)];
}

function isThere(name, env) {
  return local.includes(name) || Boolean(env[servers[name]]);
}

function availableEngines(env) {
  const names = wanted(env) ?? all.filter((name) => isThere(name, env));
  const missing = names.filter((name) => !isThere(name, env));
  if (missing.length > 0) {
    const variables = missing.map((name) => servers[name]).join(', ');
    throw new Error(`TEST_ENGINES asks for ${missing.join(', ')}: set ${variables}`);
  }
  return names.map((name) => ({ name, url: env[servers[name]] ?? null }));
}

/** The engines that do not run, and what would make them. */
function absentEngines(env) {
  const running = availableEngines(env).map(({ name }) => name);
  return Object.keys(servers)
    .filter((name) => !running.includes(name))
    .map((name) => ({ name, variable: servers[name] }));
}

module.exports = { availableEngines, absentEngines };
