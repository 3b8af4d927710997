export { auditSale, expectCleanSale, type SaleAudit } from './audit/audit-sale.ts';
export { readHistory } from './audit/history.ts';
export type { DatabaseReader, EngineReader, StoredBlock } from './audit/readers.ts';
export { buildNewSale, buildSale, buildSaleRules, newBuyer, newId } from './builders.ts';
export { testDatabaseUri, testRedis, testRedisUrl } from './engines.ts';
export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { type PrivateRedis, startPrivateRedis } from './private-redis.ts';
export { createSeeded, type Seeded, seedOfRun } from './seeded.ts';
export { type WaitOptions, waitFor } from './wait-for.ts';
