import { gzipSync } from 'node:zlib';
import type { Seeded } from '@flash/testing';
import { strangeText, strangeValue } from './values.ts';

/** A request as it goes over the wire, and what it was made of. */
export interface Draft {
  method: string;
  path: string;
  params: Record<string, string>;
  query: [string, string][];
  /** Several of one name are sent as several headers. */
  headers: [string, string][];
  /** Left out: no body. */
  body?: unknown;
  /** Sent instead of the body as JSON. */
  bytes?: Buffer;
}

type Change = (draft: Draft, random: Seeded) => void;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
const TYPES = [
  ...['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'image/png', 'a/b'],
  ...['application/json; charset=utf-16', 'application/json;charset="', 'APPLICATION/JSON'],
  ...[' application/json', 'application/json\tx', 'application/json, text/plain', ';', ''],
  ...['multipart/form-data; boundary=x', 'application/problem+json', '*/*'],
];
const NAMES = ['__proto__', 'constructor', 'isAdmin', 'role', '$where', 'a.b', '', 'email', 'id'];

const latin = (text: string) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '~');

function setHeader(draft: Draft, name: string, value: string): void {
  draft.headers = [...draft.headers.filter(([other]) => other !== name), [name, latin(value)]];
}

const bytesOf = (draft: Draft) => draft.bytes ?? Buffer.from(JSON.stringify(draft.body ?? {}));

function pathIn(
  value: unknown,
  random: Seeded,
): { holder: Record<string, unknown>; name: string } | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const holder = value as Record<string, unknown>;
  const name = random.pick(Object.keys(holder));
  if (name === undefined) {
    return null;
  }
  const within = random.chance(0.3) ? pathIn(holder[name], random) : null;
  return within ?? { holder, name };
}

const ofBody: Change[] = [
  (draft, random) => {
    const place = pathIn(draft.body, random);
    if (place) {
      place.holder[place.name] = strangeValue(random);
    }
  },
  (draft, random) => {
    const place = pathIn(draft.body, random);
    if (place) {
      delete place.holder[place.name];
    }
  },
  (draft, random) => {
    const name = random.pick(NAMES) ?? '';
    const text = JSON.stringify(draft.body ?? {});
    const added = `${JSON.stringify(name)}:${JSON.stringify(strangeValue(random)) ?? 'null'}`;
    draft.bytes = Buffer.from(
      text === '{}' ? `{${added}}` : text.replace(/\}$/, () => `,${added}}`),
    );
  },
  (draft, random) => {
    draft.body = strangeValue(random);
  },
  (draft, random) => {
    const bytes = bytesOf(draft);
    draft.bytes = bytes.subarray(0, random.below(bytes.length + 1));
  },
  (draft, random) => {
    const bytes = Buffer.from(bytesOf(draft));
    if (bytes.length > 0) {
      bytes[random.below(bytes.length)] = random.below(256);
    }
    draft.bytes = bytes;
  },
  (draft, random) => {
    const text = bytesOf(draft).toString();
    const encodings = [
      () => Buffer.from(text, 'utf16le'),
      () => Buffer.from(`\ufeff${text}`),
      () => Buffer.from(text.replaceAll(/[a-z]/g, 'é'), 'latin1'),
      () => Buffer.from(text.replace('{', '{"a":NaN,')),
      () => Buffer.from(text.replace('{', '{"a":9007199254740993,')),
      () => Buffer.from(text.replaceAll('"', "'")),
      () => Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
      () => Buffer.from(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`),
      () => Buffer.from(text.padEnd(17_000)),
      () => Buffer.alloc(0),
    ];
    draft.bytes = random.pick(encodings)?.();
  },
  (draft, random) => {
    draft.bytes = gzipSync(bytesOf(draft));
    setHeader(draft, 'content-encoding', random.pick(['gzip', 'br', 'deflate', 'x']) ?? 'gzip');
  },
  (draft, random) => setHeader(draft, 'content-type', random.pick(TYPES) ?? ''),
];

const ofParams: Change = (draft, random) => {
  const name = random.pick(Object.keys(draft.params));
  if (name !== undefined) {
    draft.params[name] = strangeText(random);
  }
};

const ofQuery: Change[] = [
  (draft, random) => {
    const pair = random.pick(draft.query);
    if (pair) {
      pair[1] = strangeText(random);
    }
  },
  (draft, random) => {
    const pair = random.pick(draft.query);
    if (pair) {
      draft.query.push([...pair]);
    }
  },
  (draft, random) => {
    const [name = 'a'] = random.pick(draft.query) ?? [];
    draft.query.push([`${name}${random.pick(['[]', '[$gt]', '.x', '%00'])}`, strangeText(random)]);
  },
  (draft, random) => draft.query.push([random.pick(NAMES) ?? '', strangeText(random)]),
  (draft, random) => {
    draft.query = draft.query.filter(() => random.chance(0.5));
  },
];

const HEADERS: Record<string, (random: Seeded) => string> = {
  'idempotency-key': (random) => random.pick(['x'.repeat(201), 'a b', 'ü', 'key-1', '"', '']) ?? '',
  'if-match': (random) =>
    random.pick(['*', '"0"', 'W/"1"', '"1", "2"', '"x', '1', '"9e99"', ',']) ?? '',
  'if-none-match': (random) =>
    random.pick(['*', '"0"', 'W/"a"', ',,', '"', 'x'.repeat(2_000)]) ?? '',
  authorization: (random) =>
    random.pick([
      'Basic YTpi',
      'Bearer',
      'Bearer  ',
      'Bearer a.b',
      `Bearer ${'x'.repeat(4_000)}`,
      'bearer %00',
      'Bearer {}:*',
    ]) ?? '',
  cookie: (random) =>
    random.pick([
      'better-auth.session_token=a.b',
      '__Host-better-auth.session_token=%zz',
      `flash_ticket_${'a'.repeat(24)}=t1.a`,
      Array.from({ length: 60 }, (_, at) => `flash_ticket_${at}=t1.x`).join('; '),
      '=; ;;=a; a',
      'flash_device=a.b.c.d~e',
      'better-auth.two_factor=%00',
    ]) ?? '',
  'x-ticket': (random) =>
    random.pick(['', 't1.', 't1.a.b.c.d.e.f.g.h.i', 'x'.repeat(1_025), '{}:*']) ?? '',
  origin: (random) => random.pick(['null', 'https://evil.example', 'http://localhost', '']) ?? '',
  referer: (random) => random.pick(['https://evil.example/a', 'x', '']) ?? '',
  'sec-fetch-site': (random) => random.pick(['cross-site', 'same-site', 'none', 'x']) ?? '',
  accept: (random) => random.pick(['text/html', 'application/xml', 'x', '*/*;q=0']) ?? '',
  'accept-language': (random) => strangeText(random).slice(0, 200),
  'x-forwarded-for': (random) => random.pick(['203.0.113.9', 'unknown', '::', 'a, b', '']) ?? '',
  'x-http-method-override': () => 'DELETE',
  'x-middleware-subrequest': () => 'middleware:middleware:middleware',
  'last-event-id': (random) => strangeText(random).slice(0, 200),
  range: () => 'bytes=0-1',
  'user-agent': (random) => strangeText(random).slice(0, 500),
  'content-type': (random) => random.pick(TYPES) ?? '',
};

const ofHeaders: Change = (draft, random) => {
  const name = random.pick(Object.keys(HEADERS)) ?? 'accept';
  const value = HEADERS[name]?.(random) ?? '';
  if (random.chance(0.15)) {
    draft.headers.push([name, latin(value)]);
  } else {
    setHeader(draft, name, value);
  }
};

const ofMethod: Change = (draft, random) => {
  draft.method = random.pick(METHODS) ?? 'GET';
};

/** Changes a request in one way. Those that a request has no place for are not drawn. */
export function mutate(draft: Draft, random: Seeded): void {
  const kinds: Change[][] = [
    ...(draft.body !== undefined || draft.bytes ? [ofBody, ofBody, ofBody] : []),
    ...(Object.keys(draft.params).length > 0 ? [[ofParams]] : []),
    ...(draft.query.length > 0 ? [ofQuery, ofQuery] : [ofQuery.slice(3, 4)]),
    [ofHeaders],
    ...(random.chance(0.2) ? [[ofMethod]] : []),
  ];
  random.pick(random.pick(kinds) ?? [])?.(draft, random);
}
