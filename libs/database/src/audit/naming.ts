import type { mongo } from 'mongoose';
import type { AuditDoc } from './audit.ts';

/** Stands where a person was named. */
const FORGOTTEN = '(forgotten)';

const BATCH = 500;

/** Entries in which one of these words stands, wherever that is. They are few; the log is read once. */
export async function* entriesNaming(
  log: mongo.Collection,
  words: readonly string[],
): AsyncGenerator<AuditDoc> {
  if (words.length === 0) {
    return;
  }
  const { names } = wordsOf(words);
  const all = log.find<AuditDoc>({}, { sort: { _id: 1 }, batchSize: BATCH });
  for await (const doc of all) {
    const { actor, subject, reason, before, after } = doc;
    if (names(JSON.stringify([actor, subject, reason, before, after]))) {
      yield doc;
    }
  }
}

/**
 * The one change an entry ever sees: a person who has a right to it is no longer named. What was
 * done, when and why stays.
 */
export async function forgetInAudit(
  log: mongo.Collection,
  words: readonly string[],
): Promise<number> {
  const { names, without: cut } = wordsOf(words);
  let changed = 0;
  for await (const doc of entriesNaming(log, words)) {
    const { actor, subject, reason, before, after } = doc;
    const texts = everywhere({ actor, subject, reason, before, after }, cut) as object;
    // The IP address identifies the actor, so it is erased too.
    const $set = { ...texts, ...(names(JSON.stringify(actor)) && { ip: null }) };
    changed += (await log.updateOne({ _id: doc._id }, { $set })).modifiedCount;
  }
  return changed;
}

type Cut = (text: string) => string;

function everywhere(value: unknown, cut: Cut): unknown {
  if (typeof value === 'string') {
    return cut(value);
  }
  if (Array.isArray(value)) {
    return value.map((one) => everywhere(one, cut));
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, everywhere(one, cut)]));
}

const ID = /[A-Za-z0-9_-]+/g;

/**
 * Every sale knows a person by another id, so there may be thousands: they are looked up word by word.
 * One pattern of them all would be tried at each letter of the log and delay all other reads.
 */
function wordsOf(words: readonly string[]): { names(text: string): boolean; without: Cut } {
  const ids = new Set(words.filter((word) => /^[A-Za-z0-9_-]+$/.test(word)));
  const others = words.filter((word) => !ids.has(word));
  const named = others.length > 0 ? wholeWords(others) : null;
  return {
    names: (text) =>
      (named !== null && text.search(named) >= 0) ||
      (text.match(ID) ?? []).some((id) => ids.has(id)),
    without: (text) =>
      (named === null ? text : text.replace(named, FORGOTTEN)).replace(ID, (id) =>
        ids.has(id) ? FORGOTTEN : id,
      ),
  };
}

/** `ada@x.de` is neither `nada@x.de` nor `ada@x.de.example`: those are other people. */
function wholeWords(words: readonly string[]): RegExp {
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const [before, after] = ['[\\p{L}\\p{N}._%+-]', '[\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}]'];
  return new RegExp(`(?<!${before})(?:${any})(?!${after})`, 'giu');
}
