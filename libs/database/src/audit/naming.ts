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
  if (words.length === 0) return;
  const named = wholeWords(words);
  const all = log.find<AuditDoc>({}, { sort: { _id: 1 }, batchSize: BATCH });
  for await (const doc of all) {
    const { actor, subject, reason, before, after } = doc;
    const text = JSON.stringify([actor, subject, reason, before, after]);
    if (text.search(named) >= 0) yield doc;
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
  const named = wholeWords(words);
  let changed = 0;
  for await (const doc of entriesNaming(log, words)) {
    const { actor, subject, reason, before, after } = doc;
    const $set = without({ actor, subject, reason, before, after }, named);
    changed += (await log.updateOne({ _id: doc._id }, { $set: $set as object })).modifiedCount;
  }
  return changed;
}

function without(value: unknown, named: RegExp): unknown {
  if (typeof value === 'string') return value.replace(named, FORGOTTEN);
  if (Array.isArray(value)) return value.map((one) => without(one, named));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, named)]));
}

/** `ada@x.de` is neither `nada@x.de` nor `ada@x.de.example`: those are other people. */
function wholeWords(words: readonly string[]): RegExp {
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const [before, after] = ['[\\p{L}\\p{N}._%+-]', '[\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}]'];
  return new RegExp(`(?<!${before})(?:${any})(?!${after})`, 'giu');
}
