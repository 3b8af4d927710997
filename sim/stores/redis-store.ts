import { type Chunk, compileLua } from '../lua/compile.ts';
import { LuaError, Table, type Value } from '../lua/values.ts';

export type Reply = string | number | null | Reply[];

/** What Redis answers instead of doing something. */
export class ReplyError extends Error {
  override name = 'ReplyError';
}

interface SortedSet {
  type: 'zset';
  scores: Map<string, number>;
  /** In order; null after a change. */
  order: string[] | null;
}

type Held =
  | { type: 'string'; text: string }
  | { type: 'hash'; fields: Map<string, string> }
  | { type: 'set'; members: Set<string> }
  | { type: 'stream'; entries: [n: number, text: string][] }
  | SortedSet;

type Entry = Held & { endsAt?: number };

/** Commands that Redis refuses while it has no memory left. */
const ALLOCATES = new Set([
  'HSET',
  'SET',
  'ZADD',
  'XADD',
  'SADD',
  'INCR',
  'INCRBY',
  'DECR',
  'DECRBY',
]);

/** The commands that the engine uses, on data that can be copied and put back: a Redis that can lose things. */
export class RedisStore {
  /** Changes with each start of a server and each fail-over. */
  replid = newReplid(1);
  /** At the memory limit. */
  isFull = false;
  /** Number of the last entry of a log that can be stored; stays when its key is dropped. */
  lastLogged = 0;
  private starts = 1;
  private keys = new Map<string, Entry>();
  private readonly now: () => number;
  private readonly heard: (channel: string, text: string) => void;

  constructor(now: () => number, heard: (channel: string, text: string) => void = () => {}) {
    this.now = now;
    this.heard = heard;
  }

  /** All data as it is now. */
  copy(): ReadonlyMap<string, Entry> {
    return copyOf(this.keys);
  }

  names(): string[] {
    return [...this.keys.keys()].filter((key) => this.find(key));
  }

  /** A server starts with this data: what was written after the copy was taken is lost. */
  restart(data: ReadonlyMap<string, Entry> = new Map()): void {
    this.keys = copyOf(data);
    this.lastLogged = 0;
    for (const entry of this.keys.values()) {
      this.lastLogged = Math.max(
        this.lastLogged,
        (entry.type === 'stream' && entry.entries.at(-1)?.[0]) || 0,
      );
    }
    this.starts += 1;
    this.replid = newReplid(this.starts);
  }

  /** Runs a script as Redis does: in one step, and what it wrote before an error stays. */
  runScript(chunk: Chunk, keys: readonly string[], args: readonly string[]): Reply {
    let mayAllocate = !this.isFull;
    const answer = chunk(keys, args, (words) => {
      const name = words[0] ?? '';
      if (!mayAllocate && ALLOCATES.has(name)) {
        throw new ReplyError("OOM command not allowed when used memory > 'maxmemory'.");
      }
      const reply = this.run(words);
      // A script that has written something is let finish.
      mayAllocate ||= WRITES.has(name);
      return toLua(reply);
    });
    return fromLua(answer);
  }

  run(words: readonly string[]): Reply {
    const [name = '', ...args] = words;
    const command = this.commands[name];
    if (!command) {
      throw new LuaError(`the command ${name} is not known here`);
    }
    return command(...args);
  }

  private readonly commands: Record<string, (...args: string[]) => Reply> = {
    TIME: () => {
      const now = this.now();
      return [String(Math.floor(now / 1000)), String(Math.floor((now % 1000) * 1000))];
    },
    INFO: () => `# Replication\r\nrole:master\r\nmaster_replid:${this.replid}\r\n`,
    PUBLISH: (channel = '', text = '') => {
      this.heard(channel, text);
      return 0;
    },

    TYPE: (key = '') => this.find(key)?.type ?? 'none',
    EXISTS: (key = '') => (this.find(key) ? 1 : 0),
    DEL: (...keys) => keys.filter((key) => this.remove(key)).length,
    UNLINK: (...keys) => keys.filter((key) => this.remove(key)).length,
    RENAME: (from = '', to = '') => {
      const entry = this.find(from);
      if (!entry) {
        throw new ReplyError('ERR no such key');
      }
      this.keys.delete(from);
      this.keys.set(to, entry);
      return 'OK';
    },
    PEXPIRE: (key = '', ms = '') => {
      const entry = this.find(key);
      if (!entry) {
        return 0;
      }
      entry.endsAt = this.now() + Number(ms);
      return 1;
    },

    PTTL: (key = '') => {
      const entry = this.find(key);
      return entry ? (entry.endsAt ?? this.now() - 1) - this.now() : -2;
    },

    GET: (key = '') => this.string(key)?.text ?? null,
    SET: (key = '', text = '', option = '', ms = '') => {
      const entry: Entry = { type: 'string', text };
      if (option === 'PX') {
        entry.endsAt = this.now() + Number(ms);
      }
      this.keys.set(key, entry);
      return 'OK';
    },
    INCR: (key = '') => this.add(key, 1),
    DECR: (key = '') => this.add(key, -1),
    INCRBY: (key = '', by = '') => this.add(key, Number(by)),
    DECRBY: (key = '', by = '') => this.add(key, -Number(by)),

    HGET: (key = '', field = '') => this.hash(key)?.get(field) ?? null,
    HMGET: (key = '', ...fields) => fields.map((field) => this.hash(key)?.get(field) ?? null),
    HGETALL: (key = '') => [...(this.hash(key) ?? [])].flat(),
    HSCAN: (key = '') => ['0', [...(this.hash(key) ?? [])].flat()],
    HEXISTS: (key = '', field = '') => (this.hash(key)?.has(field) ? 1 : 0),
    HLEN: (key = '') => this.hash(key)?.size ?? 0,
    HSET: (key = '', ...pairs) => {
      checkPairs('hset', pairs);
      const fields = this.hash(key) ?? this.create(key, { type: 'hash', fields: new Map() }).fields;
      const before = fields.size;
      for (let i = 0; i < pairs.length; i += 2) {
        fields.set(pairs[i] ?? '', pairs[i + 1] ?? '');
      }
      return fields.size - before;
    },
    HDEL: (key = '', ...names) => {
      const fields = this.hash(key);
      const gone = names.filter((name) => fields?.delete(name)).length;
      this.dropEmpty(key, fields?.size);
      return gone;
    },

    SADD: (key = '', member = '') => {
      const members =
        this.set(key) ?? this.create(key, { type: 'set', members: new Set() }).members;
      const isNew = !members.has(member);
      members.add(member);
      return isNew ? 1 : 0;
    },
    SMEMBERS: (key = '') => [...(this.set(key) ?? [])],
    SREM: (key = '', member = '') => {
      const members = this.set(key);
      const gone = members?.delete(member) ? 1 : 0;
      this.dropEmpty(key, members?.size);
      return gone;
    },

    ZADD: (key = '', ...pairs) => {
      checkPairs('zadd', pairs);
      const sorted = this.sorted(key) ?? this.create(key, newSortedSet());
      const before = sorted.scores.size;
      for (let i = 0; i < pairs.length; i += 2) {
        sorted.scores.set(pairs[i + 1] ?? '', scoreOf(pairs[i] ?? ''));
      }
      sorted.order = null;
      return sorted.scores.size - before;
    },
    ZREM: (key = '', ...members) => {
      const sorted = this.sorted(key);
      const gone = members.filter((member) => sorted?.scores.delete(member)).length;
      if (sorted && gone > 0) {
        sorted.order = null;
      }
      this.dropEmpty(key, sorted?.scores.size);
      return gone;
    },
    ZCARD: (key = '') => this.sorted(key)?.scores.size ?? 0,
    ZSCORE: (key = '', member = '') => {
      const score = this.sorted(key)?.scores.get(member);
      return score === undefined ? null : String(score);
    },
    ZRANK: (key = '', member = '') => {
      const at = this.order(key).indexOf(member);
      return at < 0 ? null : at;
    },
    ZRANGE: (key = '', from = '', to = '', withScores = '') =>
      this.ranked(key, this.order(key), from, to, withScores !== ''),
    ZREVRANGE: (key = '', from = '', to = '', withScores = '') =>
      this.ranked(key, this.order(key).toReversed(), from, to, withScores !== ''),
    ZREMRANGEBYRANK: (key = '', from = '', to = '') => {
      const gone = slice(this.order(key), from, to);
      if (gone.length > 0) {
        this.run(['ZREM', key, ...gone]);
      }
      return gone.length;
    },
    ZREMRANGEBYSCORE: (key = '', from = '', to = '') => {
      const gone = this.order(key).filter((member) => this.isWithin(key, member, from, to));
      if (gone.length > 0) {
        this.run(['ZREM', key, ...gone]);
      }
      return gone.length;
    },
    ZRANGEBYSCORE: (key = '', from = '', to = '', ...limit) => {
      const found = this.order(key).filter((member) => this.isWithin(key, member, from, to));
      return limited(found, limit);
    },
    ZCOUNT: (key = '', from = '', to = '') =>
      this.order(key).filter((member) => this.isWithin(key, member, from, to)).length,
    ZRANGEBYLEX: (key = '', from = '', to = '', ...limit) =>
      limited(
        this.order(key).filter((member) => isBetween(member, from, to)),
        limit,
      ),
    ZLEXCOUNT: (key = '', from = '', to = '') =>
      this.order(key).filter((member) => isBetween(member, from, to)).length,

    XADD: (key = '', id = '', _field = '', text = '') => {
      const entries = this.stream(key) ?? this.create(key, { type: 'stream', entries: [] }).entries;
      const n = Number.parseInt(id, 10);
      if (n <= (entries.at(-1)?.[0] ?? 0)) {
        throw new ReplyError('ERR The ID specified in XADD is equal or smaller than the target');
      }
      entries.push([n, text]);
      this.lastLogged = n;
      return id;
    },
    XRANGE: (key = '', from = '', _to = '', _count = '', count = '') => {
      const first = from === '-' ? 0 : Number.parseInt(from, 10);
      const found = (this.stream(key) ?? []).filter(([n]) => n >= first);
      return found.slice(0, count ? Number(count) : undefined).map(entryOf);
    },
    XREVRANGE: (key = '', _to = '', _from = '', _count = '', count = '') => {
      const found = (this.stream(key) ?? []).toReversed();
      return found.slice(0, count ? Number(count) : undefined).map(entryOf);
    },
    /** `~` lets a server keep more than it was asked to: this one keeps all of it. */
    XTRIM: () => 0,
  };

  private find(key: string): Entry | undefined {
    const entry = this.keys.get(key);
    if (entry?.endsAt !== undefined && entry.endsAt < this.now()) {
      this.keys.delete(key);
      return undefined;
    }
    return entry;
  }

  private of<T extends Held['type']>(
    key: string,
    type: T,
  ): Extract<Entry, { type: T }> | undefined {
    const entry = this.find(key);
    if (entry && entry.type !== type) {
      throw new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
    }
    return entry as Extract<Entry, { type: T }> | undefined;
  }

  private string(key: string) {
    return this.of(key, 'string');
  }

  private hash(key: string) {
    return this.of(key, 'hash')?.fields;
  }

  private set(key: string) {
    return this.of(key, 'set')?.members;
  }

  private stream(key: string) {
    return this.of(key, 'stream')?.entries;
  }

  private sorted(key: string) {
    return this.of(key, 'zset');
  }

  private create<T extends Held>(key: string, entry: T): T {
    this.keys.set(key, entry);
    return entry;
  }

  private remove(key: string): boolean {
    return this.find(key) !== undefined && this.keys.delete(key);
  }

  private dropEmpty(key: string, size: number | undefined): void {
    if (size === 0) {
      this.keys.delete(key);
    }
  }

  private add(key: string, by: number): number {
    const entry = this.string(key) ?? this.create(key, { type: 'string', text: '0' });
    const sum = Number(entry.text) + by;
    if (!Number.isSafeInteger(sum)) {
      throw new ReplyError('ERR value is not an integer or out of range');
    }
    entry.text = String(sum);
    return sum;
  }

  private order(key: string): string[] {
    const sorted = this.sorted(key);
    if (!sorted) {
      return [];
    }
    const { scores } = sorted;
    sorted.order ??= [...scores.keys()].sort(
      (a, b) => (scores.get(a) ?? 0) - (scores.get(b) ?? 0) || (a < b ? -1 : 1),
    );
    return sorted.order;
  }

  private ranked(key: string, order: string[], from: string, to: string, withScores: boolean) {
    const found = slice(order, from, to);
    if (!withScores) {
      return found;
    }
    const scores = this.sorted(key)?.scores;
    return found.flatMap((member) => [member, String(scores?.get(member) ?? 0)]);
  }

  private isWithin(key: string, member: string, from: string, to: string): boolean {
    const score = this.sorted(key)?.scores.get(member) ?? 0;
    const least = from.startsWith('(') ? score > scoreOf(from.slice(1)) : score >= scoreOf(from);
    const most = to.startsWith('(') ? score < scoreOf(to.slice(1)) : score <= scoreOf(to);
    return least && most;
  }
}

const WRITES = new Set([...ALLOCATES, 'DEL', 'UNLINK', 'HDEL', 'ZREM', 'SREM', 'RENAME', 'XTRIM']);

const entryOf = ([n, text]: [number, string]): Reply => [`${n}-0`, ['e', text]];

function newReplid(start: number): string {
  return start.toString(16).padStart(40, 'a');
}

function newSortedSet(): SortedSet {
  return { type: 'zset', scores: new Map(), order: null };
}

function copyOf(keys: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const copy = new Map<string, Entry>();
  for (const [key, entry] of keys) {
    copy.set(key, { ...entry, ...contentOf(entry) } as Entry);
  }
  return copy;
}

function contentOf(entry: Entry) {
  switch (entry.type) {
    case 'string':
      return {};
    case 'hash':
      return { fields: new Map(entry.fields) };
    case 'set':
      return { members: new Set(entry.members) };
    case 'stream':
      return { entries: [...entry.entries] };
    case 'zset':
      return { scores: new Map(entry.scores), order: null };
  }
}

function checkPairs(name: string, pairs: readonly string[]): void {
  if (pairs.length === 0 || pairs.length % 2 === 1) {
    throw new ReplyError(`ERR wrong number of arguments for '${name}' command`);
  }
}

function scoreOf(text: string): number {
  if (text === '+inf' || text === '-inf') {
    return text === '+inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  const score = Number(text);
  if (text === '' || Number.isNaN(score)) {
    throw new ReplyError('ERR value is not a valid float');
  }
  return score;
}

function slice(order: readonly string[], from: string, to: string): string[] {
  const place = (text: string) => {
    const at = Number(text);
    return at < 0 ? order.length + at : at;
  };
  return order.slice(Math.max(0, place(from)), place(to) + 1);
}

function limited(found: readonly string[], [word, skip, count]: readonly string[]): string[] {
  return word ? found.slice(Number(skip), Number(skip) + Number(count)) : [...found];
}

function isBetween(member: string, from: string, to: string): boolean {
  const least = from.startsWith('(') ? member > from.slice(1) : member >= from.slice(1);
  const most = to.startsWith('(') ? member < to.slice(1) : member <= to.slice(1);
  return least && most;
}

function toLua(reply: Reply): Value {
  if (reply === null) {
    return false;
  }
  return Array.isArray(reply) ? Table.of(reply.map(toLua)) : reply;
}

function fromLua(value: Value): Reply {
  if (typeof value === 'number') {
    return Math.trunc(value);
  }
  if (typeof value === 'string') {
    return value;
  }
  if (value instanceof Table) {
    const error = value.get('err');
    if (error !== undefined) {
      throw new ReplyError(String(error));
    }
    const end = value.list.indexOf(undefined, 1);
    return value.list.slice(1, end < 0 ? undefined : end).map(fromLua);
  }
  if (typeof value === 'function') {
    throw new LuaError('a script answers a function');
  }
  return value === true ? 1 : null;
}

const compiled = new Map<string, Chunk>();

/** A script is compiled once a process. */
export function chunkOf(text: string): Chunk {
  const known = compiled.get(text);
  if (known) {
    return known;
  }
  const chunk = compileLua(text);
  compiled.set(text, chunk);
  return chunk;
}
