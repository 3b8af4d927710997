import type { Cluster, Redis } from 'ioredis';
import { createCaller } from '../call/call.ts';
import { createReplicaWait } from '../call/replica-wait.ts';
import type { Engine } from '../types.ts';
import { createLeave, createRefund, createSweep, createTakeAway } from './give-back.ts';
import { createGrant, createHints, createLock } from './grant.ts';
import {
  createClaim,
  createExtend,
  createRenew,
  createSettle,
  createShift,
  createVoid,
} from './hold.ts';
import { createJoin, createPosition } from './place.ts';
import { createAdopt, createDrop, createMark } from './restore.ts';
import { createActivate, createAdjust, createRules } from './rules.ts';
import {
  createAllow,
  createFreeze,
  createGlance,
  createHalt,
  createReadLog,
  createReadState,
  createSnapshot,
  createStored,
  createTime,
} from './state.ts';

interface EngineOptions {
  /** Replaces the server's clock in every script: for tests only. */
  now?: () => number;
  /** A connection of their own for joins, which then wait until a replica has them. */
  joins?: Redis | undefined;
}

export function createEngine(redis: Redis | Cluster, opts: EngineOptions = {}): Engine {
  const call = createCaller(redis, opts.now);
  const { joins } = opts;
  return {
    activate: createActivate(call),
    join: joins
      ? createJoin(createCaller(joins, opts.now), createReplicaWait(joins))
      : createJoin(call),
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
    glance: createGlance(redis),
    time: createTime(call),
    allow: createAllow(call),
    halt: createHalt(call),
    freeze: createFreeze(call),
    stored: createStored(call),
    readLog: createReadLog(call),
    mark: createMark(call),
    readState: createReadState(redis),
    adopt: createAdopt(call, opts.now),
    drop: createDrop(redis),
    ...createLock(call),
    ...createHints(redis),
  };
}
