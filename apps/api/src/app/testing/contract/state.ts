import type { TestApp } from '../app.ts';

/** Fields of sales and digests of other keys in Redis; digests of collections and some documents in MongoDB. */
export type State = ReadonlyMap<string, string>;

/**
 * What a refused request may write: that it was counted, that a worker should look at a sale which Redis does not have, and
 * which version of the sale in MongoDB is known to Redis, where an earlier change has left the two apart.
 */
const COUNTED = /^fslimit:|^fslive$|^fsmeta:\S+ version$/;
/** Which processes live. */
const PROCESSES = 'processes';
/** Of these a part is written in the background or by time, so that they are read document by document. */
const ACCOUNTS = 'user';
const SESSIONS = 'session';
const API_KEYS = 'apikeys';
const AUDIT_LOG = 'auditlog';
/** Rows that tell of the refusal itself. */
const ABOUT_REFUSALS = { outcome: 'refused' };
const ABOUT_TRIES = { action: /^account\.(?:sign_in_failed|guessed)$/ };

// A hash or a set may lie in another order after what was added to it is gone again.
const readAll = `local found = {}
  local function digestOf(name)
    local kind = redis.call('TYPE', name).ok
    if kind ~= 'hash' and kind ~= 'set' then return redis.sha1hex(redis.call('DUMP', name) or '') end
    local items, step = redis.call(kind == 'hash' and 'HGETALL' or 'SMEMBERS', name), kind == 'hash' and 2 or 1
    local parts = {}
    for i = 1, #items, step do
      parts[#parts + 1] = redis.sha1hex(items[i]) .. redis.sha1hex(items[i + step - 1])
    end
    table.sort(parts)
    return redis.sha1hex(table.concat(parts))
  end
  for _, name in ipairs(redis.call('KEYS', '*')) do
    if string.sub(name, 1, 7) == 'fsmeta:' then
      local fields = redis.call('HGETALL', name)
      for i = 1, #fields, 2 do
        found[#found + 1] = name .. ' ' .. fields[i]
        found[#found + 1] = fields[i + 1]
      end
    else
      found[#found + 1] = name
      found[#found + 1] = digestOf(name)
    end
  end
  return found`;

/** Everything that both stores keep. Needs a Redis of its own: others of this run write to the shared one. */
export async function readState({ deps }: TestApp): Promise<State> {
  const [keys, collections, documents] = await Promise.all([
    readKeys(deps),
    readCollections(deps),
    readDocuments(deps),
  ]);
  return new Map([...keys, ...collections, ...documents]);
}

async function readKeys({ redis }: TestApp['deps']): Promise<[string, string][]> {
  const found = (await redis.eval(readAll, 0)) as string[];
  return found.flatMap((name, at): [string, string][] =>
    at % 2 === 0 && !COUNTED.test(name) ? [[name, found[at + 1] ?? '']] : [],
  );
}

async function readCollections({ db: { db } }: TestApp['deps']): Promise<[string, string][]> {
  const { collections } = await db.command({ dbHash: 1 });
  return Object.entries(collections as Record<string, string>).filter(
    ([name]) => ![PROCESSES, ACCOUNTS, SESSIONS, API_KEYS, AUDIT_LOG].includes(name),
  );
}

/** When an account or a key was used last is noted in the background; the look-up of a session that ended deletes it. */
async function readDocuments({ db: { db } }: TestApp['deps']): Promise<[string, string][]> {
  const [accounts, keys, sessions, rows] = await Promise.all([
    db
      .collection(ACCOUNTS)
      .find({}, { projection: { lastUsedAt: 0 } })
      .toArray(),
    db
      .collection(API_KEYS)
      .find({}, { projection: { lastUsedAt: 0 } })
      .toArray(),
    db
      .collection(SESSIONS)
      .find({ expiresAt: { $gt: new Date() } })
      .toArray(),
    db
      .collection(AUDIT_LOG)
      .find({ $nor: [ABOUT_REFUSALS, ABOUT_TRIES] })
      .toArray(),
  ]);
  return [
    ...accounts.map((one): [string, string] => [`${ACCOUNTS} ${one._id}`, JSON.stringify(one)]),
    ...keys.map((one): [string, string] => [`${API_KEYS} ${one._id}`, JSON.stringify(one)]),
    ...rows.map((one): [string, string] => [`${AUDIT_LOG} ${one.action}`, JSON.stringify(one)]),
    ...sessions.map((one): [string, string] => [`${SESSIONS} ${one._id}`, JSON.stringify(one)]),
  ];
}

/** The names of what is not the same in both. */
export function changesBetween(before: State, after: State): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}
