import { type Sale, saleLog } from '@flash/database';
import type { AdminOutcome, Place } from '@flash/reservation';
import type { PlacesEndBody, PlacesEnded, PlacesFilter, PlacesPreview } from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { seqOf } from '../../buyer/proof.ts';
import { type Actor, auditRow } from '../../shared/audit.ts';
import { iso } from '../../shared/wire.ts';
import { readSale, type SalesContext } from './sale-context.ts';

/** Places looked at and ended by one request; more are left to the next one. */
const PLACES_MAX = 10_000;
/** Steps sent to Redis at once. */
const AT_ONCE = 100;

interface Found {
  buyers: string[];
  waiting: number;
  held: number;
  paying: number;
  hasMore: boolean;
}

/** How many people an action would hit; changes nothing. */
export async function previewPlaces(
  context: SalesContext,
  id: string,
  filter: PlacesFilter,
): Promise<PlacesPreview> {
  const sale = await readSale(context, id);
  const joinedTo = filter.joinedTo ?? iso(context.clock.now());
  const { buyers, ...counts } = await findPlaces(context, sale, filter);
  return { flashSaleId: id, action: filter.action, ...counts, places: buyers.length, joinedTo };
}

/**
 * Ends the places that were counted. The audit row is written first and is pending until all are ended: a
 * process that dies on the way leaves a row that says what was begun, and the log of the sale says how far
 * it came.
 */
export async function endPlaces(
  context: SalesContext,
  actor: Actor,
  id: string,
  { expected, reason, ...filter }: PlacesEndBody,
): Promise<PlacesEnded> {
  const { db, engine, clock, wake, log } = context;
  const sale = await readSale(context, id);
  const { action } = filter;
  const { buyers, hasMore } = await findPlaces(context, sale, filter);
  if (buyers.length > expected) {
    throw new AppError('PLACES_CHANGED', { detail: `${buyers.length} places match now.` });
  }
  const after = { ...filter, places: buyers.length };
  const event = { action: `places.${action}`, saleId: id, reason, after };
  const row = await db.audit.begin(auditRow(actor, event, clock.now()), null);
  const complete = (outcome: 'done' | 'refused') =>
    db.audit
      .complete(row, outcome)
      .catch((err: unknown) => log.warn({ saleId: id, err }, 'an audit row stays pending'));
  let ended = 0;
  for (let at = 0; at < buyers.length; at += AT_ONCE) {
    const steps = buyers.slice(at, at + AT_ONCE).map((buyer) => engine[action](id, { buyer }));
    const outcomes = await Promise.all(steps);
    ended += outcomes.filter(({ kind }) => kind === 'done').length;
    if (outcomes.some(({ kind }) => kind === 'unavailable')) {
      // Of some it is not known: the row stays pending until a worker gives it up.
      if (ended === 0) {
        await complete('refused');
      }
      throw new AppError('RESTORING');
    }
  }
  await complete('done');
  await wake.wake(id).catch((err: unknown) => log.warn({ saleId: id, err }, 'hint lost'));
  return {
    ok: true,
    flashSaleId: id,
    action,
    ended,
    skipped: buyers.length - ended,
    hasMore,
  };
}

/** A draft has no line yet and an archived sale no longer: there is nothing to wait for. */
function needLine({ epoch, status }: Sale): void {
  if (epoch === 0 || status === 'archived') {
    throw new AppError('SALE_STATE');
  }
}

async function findPlaces(context: SalesContext, sale: Sale, filter: PlacesFilter): Promise<Found> {
  needLine(sale);
  const { network, emailPattern } = filter;
  if (emailPattern !== undefined && sale.identity === 'guest') {
    const message = 'is for account sales: the addresses of guests are not known here';
    throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'emailPattern', message }] });
  }
  const inTime = await joinedIn(context, sale, filter);
  const found: Found = { buyers: [], waiting: 0, held: 0, paying: 0, hasMore: false };
  const seen = new Set<string>();
  for await (const part of context.places.living(sale.id, network)) {
    const fresh = part.filter((buyer) => !seen.has(buyer));
    const buyers = await ofPattern(context, fresh, emailPattern);
    const looked = await context.engine.position(sale.id, buyers);
    if (looked.kind === 'unavailable') {
      throw new AppError('RESTORING');
    }
    for (const [i, place] of looked.places.entries()) {
      const buyer = buyers[i] ?? '';
      if (!inTime(seqOf(place) ?? 0)) {
        continue;
      }
      seen.add(buyer);
      if (place.state === 'claimed') {
        found.paying += 1;
      }
      if (!isMeant(place, filter)) {
        continue;
      }
      if (found.buyers.length >= PLACES_MAX) {
        return { ...found, hasMore: true };
      }
      found.buyers.push(buyer);
      found[place.state === 'held' ? 'held' : 'waiting'] += 1;
    }
  }
  return found;
}

/** A payment is never interrupted, and a buyer who waits has no reservation to release. */
function isMeant({ state }: Place, { action }: PlacesFilter): boolean {
  return state === 'held' || (state === 'waiting' && action === 'remove');
}

async function ofPattern(
  { accounts }: SalesContext,
  buyers: string[],
  pattern: string | undefined,
): Promise<string[]> {
  if (pattern === undefined) {
    return buyers;
  }
  const people = await accounts.ofIds(buyers);
  return buyers.filter((buyer) => {
    const person = people.get(buyer);
    return person !== undefined && matchesPattern(person.email, pattern);
  });
}

/** Whether a place was taken in the time of the filter; the log says when each one was. */
async function joinedIn(
  context: SalesContext,
  sale: Sale,
  { joinedFrom, joinedTo }: PlacesFilter,
): Promise<(seq: number) => boolean> {
  const from = joinedFrom === undefined ? null : Date.parse(joinedFrom);
  const to = joinedTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(joinedTo);
  // Without a beginning the few who joined after the end are looked up, not all of the others.
  if (from === null) {
    const later = joinedTo === undefined ? new Set() : await joins(context, sale, to + 1);
    return (seq) => !later.has(seq);
  }
  const within = await joins(context, sale, from, to);
  return (seq) => within.has(seq);
}

async function joins(
  context: SalesContext,
  sale: Sale,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Promise<Set<number>> {
  const seqs = new Set<number>();
  for await (const entry of saleLog(context, sale, await blockAt(context, sale.id, from))) {
    if (entry.at > to) {
      break;
    }
    if (entry.type === 'join' && entry.at >= from) {
      seqs.add(entry.seq);
    }
  }
  return seqs;
}

/** The first block that has entries of this time or later. */
async function blockAt({ db }: SalesContext, saleId: string, at: number): Promise<number> {
  let [low, high] = [0, (await db.blocks.last(saleId))?.b ?? 0];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const head = await db.blocks.head(saleId, middle);
    if (head !== null && head.at < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

interface EndedPlace {
  buyer: string;
  reason: string;
}

/** Takes a hold back; its unit is free at once. */
export function releaseHold(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  place: EndedPlace,
) {
  return act(context, actor, saleId, place, 'release');
}

/** Takes a buyer out of the line for good. */
export function removePlace(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  place: EndedPlace,
) {
  return act(context, actor, saleId, place, 'remove');
}

async function act(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  { buyer, reason }: EndedPlace,
  verb: 'release' | 'remove',
): Promise<{ epoch: number; n: number }> {
  const { engine, db, clock, wake, log } = context;
  needLine(await readSale(context, saleId));
  const seen = await engine.snapshot(saleId);
  if (seen.kind !== 'snapshot') {
    throw new AppError('RESTORING');
  }
  const event = { action: `buyer.${verb}`, saleId, subject: buyer, reason };
  const row = await db.audit.begin(auditRow(actor, event, clock.now()), seen.n);
  const outcome = await engine[verb](saleId, { buyer });
  // What became of it is in the log of the sale, where a worker finds it if this does not get through.
  await db.audit
    .complete(row, outcome.kind === 'done' ? 'done' : 'refused')
    .catch((err: unknown) => log.warn({ saleId, err }, 'a row of the audit log stays pending'));
  if (outcome.kind !== 'done') {
    throw refusalOf(outcome);
  }
  await wake.wake(saleId).catch((err: unknown) => log.warn({ saleId, err }, 'hint lost'));
  return { epoch: outcome.epoch, n: outcome.n };
}

function refusalOf(outcome: Exclude<AdminOutcome, { kind: 'done' }>): AppError {
  if (outcome.kind === 'unavailable') {
    return new AppError('RESTORING');
  }
  return new AppError(outcome.why === 'nothing' ? 'BUYER_NOT_FOUND' : 'BUYER_COMMITTED');
}

/**
 * Whether an address is of this pattern, in which each `*` stands for any number of characters.
 * Compared part by part: a regular expression of many stars could take for ever.
 */
export function matchesPattern(address: string, pattern: string): boolean {
  const text = address.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) {
    return text === first;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
