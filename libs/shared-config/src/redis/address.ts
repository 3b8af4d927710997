export interface RedisNode {
  host: string;
  port: number;
}

export interface RedisAddress {
  kind: 'single' | 'cluster' | 'sentinel';
  tls: boolean;
  username?: string;
  password?: string;
  nodes: RedisNode[];
  /** Of a sentinel group: the name of the primary. */
  name?: string;
  db: number;
}

const SHAPE = /^(rediss?)(-cluster|-sentinel)?:\/\/(?:([^@/]*)@)?([^/?@]+)(?:\/([^/?]*))?$/;

/**
 * `redis://user:password@host:port/db`, `redis-cluster://…@a:1,b:2` (or a list of redis:// addresses)
 * and `redis-sentinel://…@a:1,b:2/name`; `rediss` for TLS. Null when it is none of these.
 */
export function parseRedisUrl(url: string): RedisAddress | null {
  const match = SHAPE.exec(url.replace(/,\s*rediss?:\/\/(?:[^@/,]*@)?/g, ','));
  if (!match) {
    return null;
  }
  const [, scheme, form, credentials = '', list = '', path = ''] = match;
  const kind = kindOf(form, list);
  const nodes = list.split(',').map((text) => nodeOf(text, kind === 'sentinel' ? 26_379 : 6_379));
  if (nodes.includes(null)) {
    return null;
  }
  const address = { kind, tls: scheme === 'rediss', nodes: nodes.filter((node) => node !== null) };
  const identity = identityOf(credentials);
  if (identity === null) {
    return null;
  }
  if (kind === 'sentinel') {
    return path ? { ...address, ...identity, name: path, db: 0 } : null;
  }
  if (!/^\d{0,3}$/.test(path) || (kind === 'cluster' && Number(path) !== 0)) {
    return null;
  }
  return { ...address, ...identity, db: Number(path) };
}

export function isRedisUrl(url: string): boolean {
  return parseRedisUrl(url) !== null;
}

function kindOf(form: string | undefined, list: string): RedisAddress['kind'] {
  if (form === '-sentinel') {
    return 'sentinel';
  }
  return form === '-cluster' || list.includes(',') ? 'cluster' : 'single';
}

function nodeOf(text: string, defaultPort: number): RedisNode | null {
  const match = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const port = Number(match?.[3] ?? defaultPort);
  const host = match?.[1] ?? match?.[2];
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}

function identityOf(credentials: string): { username?: string; password?: string } | null {
  try {
    const [username = '', ...rest] = credentials.split(':');
    const password = decodeURIComponent(rest.join(':'));
    return {
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password } : {}),
    };
  } catch {
    return null;
  }
}
