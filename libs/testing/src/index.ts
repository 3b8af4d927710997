export { appProgram } from './app-program.ts';
export {
  auditSale,
  type DatabaseReader,
  type EngineReader,
  expectCleanSale,
  readHistory,
  type SaleAudit,
  type StoredBlock,
} from './audit/audit-sale.ts';
export { buildNewSale, buildSale, buildSaleRules, newBuyer, newId } from './builders.ts';
export { endWithMe } from './end-with-me.ts';
export { testDatabaseUri, testRedis, testRedisUrl } from './engines/for-tests.ts';
export { findFreePort } from './engines/free-port.ts';
export { type PrivateRedis, startPrivateRedis } from './engines/private-redis.ts';
export { type RedisCluster, startRedisCluster } from './engines/redis-cluster.ts';
export { startWatchedRedis, type WatchedRedis } from './engines/redis-sentinels.ts';
export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { type ClientEngine, recordEngine } from './history/engine-calls.ts';
export { actionsByPath, resultOfAnswer } from './history/http-calls.ts';
export {
  type Action,
  monotonicNow,
  type Operation,
  type PlaceTold,
  type Result,
} from './history/operation.ts';
export { createHistory, type History, writeHistory } from './history/recorder.ts';
export { type ReplayInput, replay } from './history/replay.ts';
export * as places from './places.ts';
export { createSeeded, type Seeded, seedOfRun } from './seeded.ts';
export { createSettableClock, type SettableClock, skewedBy } from './settable-clock.ts';
export {
  createFakeProvider,
  FAKE_KEYS,
  type FakeAnswer,
  type FakeCard,
  type FakeEvent,
  type FakeProvider,
  type FakeRequest,
  signEvent,
} from './stripe/provider.ts';
export { type FakeFault, type FakeStripe, startFakeStripe } from './stripe/server.ts';
export { secretIn, totp } from './totp.ts';
export { type ReceivedSpan, startTraceReceiver, type TraceReceiver } from './trace-receiver.ts';
export { type WaitOptions, waitFor } from './wait-for.ts';
export { mongoThrough, startWire, type Wire, type WireCounts } from './wire.ts';
