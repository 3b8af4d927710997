import type { Cluster, Redis } from 'ioredis';
import { createCaller } from './call.ts';
import { createClaim, createRenew } from './engine/claim.ts';
import { createExtend } from './engine/extend.ts';
import { createLeave, createSweep, createTakeAway } from './engine/give-back.ts';
import { createGrant } from './engine/grant.ts';
import { createHints } from './engine/hints.ts';
import { createJoin } from './engine/join.ts';
import { createLock } from './engine/lock.ts';
import { createReadLog, createStored } from './engine/log.ts';
import { createPosition } from './engine/position.ts';
import { createAdopt, createDrop, createMark } from './engine/restore.ts';
import { createActivate, createRules } from './engine/rules.ts';
import { createSettle, createVoid } from './engine/settle.ts';
import { createAllow, createFreeze, createHalt, createSnapshot } from './engine/snapshot.ts';
import { createReadState } from './engine/state.ts';
import { createAdjust, createRefund, createShift } from './engine/stock.ts';
import type { Engine } from './types.ts';

/** `now` replaces the server's clock in every script: for tests only. */
export function createEngine(redis: Redis | Cluster, opts: { now?: () => number } = {}): Engine {
  const call = createCaller(redis, opts.now);
  return {
    activate: createActivate(call),
    join: createJoin(call),
    position: createPosition(call),
    grant: createGrant(call),
    claim: createClaim(call),
    renew: createRenew(call),
    settle: createSettle(call),
    void: createVoid(call),
    extend: createExtend(call),
    leave: createLeave(call),
    sweep: createSweep(call),
    release: createTakeAway(call, 'release'),
    remove: createTakeAway(call, 'remove'),
    rules: createRules(call),
    adjust: createAdjust(call),
    refund: createRefund(call),
    shift: createShift(call),
    snapshot: createSnapshot(call),
    allow: createAllow(call),
    halt: createHalt(call),
    freeze: createFreeze(call),
    stored: createStored(call),
    readLog: createReadLog(redis),
    mark: createMark(call),
    readState: createReadState(redis),
    adopt: createAdopt(call, opts.now),
    drop: createDrop(redis),
    ...createLock(call),
    ...createHints(redis),
  };
}
