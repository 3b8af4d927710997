import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type KeyName, keysOf, stagedKey } from './keys.ts';

type Key = KeyName | `staged ${KeyName}`;

/** Keys of each script in the order of its header. Lua file = name = method of the engine. */
const keysOfScript = {
  activate: ['meta', 'log', 'inventory'],
  join: [
    'meta',
    'log',
    'line',
    'holds',
    'claims',
    'consumed',
    'inventory',
    'expiry',
    'attempts',
    'networks',
    'byNetwork',
    'lost',
  ],
  position: ['meta', 'line', 'holds', 'claims', 'consumed', 'inventory', 'expiry'],
  grant: ['meta', 'log', 'lock', 'line', 'holds', 'expiry', 'inventory', 'unitsFree'],
  claim: ['meta', 'log', 'holds', 'expiry', 'claims', 'consumed'],
  renew: ['meta', 'log', 'holds', 'claims'],
  settle: ['meta', 'log', 'holds', 'claims', 'consumed', 'networks', 'byNetwork'],
  heal: [
    'meta',
    'log',
    'line',
    'holds',
    'expiry',
    'consumed',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
  ],
  void: [
    'meta',
    'log',
    'holds',
    'expiry',
    'claims',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
    'lost',
  ],
  extend: ['meta', 'log', 'holds', 'expiry'],
  leave: [
    'meta',
    'log',
    'line',
    'holds',
    'expiry',
    'consumed',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
    'lost',
  ],
  sweep: [
    'meta',
    'log',
    'holds',
    'expiry',
    'claims',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
    'lost',
  ],
  release: [
    'meta',
    'log',
    'line',
    'holds',
    'expiry',
    'consumed',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
  ],
  remove: [
    'meta',
    'log',
    'line',
    'holds',
    'expiry',
    'consumed',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
  ],
  rules: ['meta', 'log'],
  adjust: ['meta', 'log', 'inventory', 'unitsFree', 'unitsRetired'],
  refund: [
    'meta',
    'log',
    'holds',
    'claims',
    'consumed',
    'inventory',
    'unitsFree',
    'networks',
    'byNetwork',
  ],
  shift: ['meta', 'log'],
  snapshot: ['meta', 'line', 'inventory', 'unitsFree', 'expiry', 'claims', 'consumed', 'holds'],
  allow: ['meta'],
  halt: ['meta'],
  freeze: ['meta', 'expiry', 'claims'],
  stored: ['meta', 'log'],
  mark: [
    'meta',
    'staged line',
    'staged holds',
    'staged expiry',
    'staged consumed',
    'staged unitsFree',
    'staged unitsRetired',
    'staged networks',
    'staged byNetwork',
    'staged lost',
  ],
  stage: ['meta'],
  adopt: [
    'meta',
    'log',
    'claims',
    'line',
    'inventory',
    'holds',
    'expiry',
    'consumed',
    'unitsFree',
    'unitsRetired',
    'staged holds',
    'staged expiry',
    'staged consumed',
    'staged unitsFree',
    'staged unitsRetired',
    'staged line',
    'networks',
    'byNetwork',
    'lost',
    'staged networks',
    'staged byNetwork',
    'staged lost',
  ],
  lock: ['lock'],
  renewLock: ['lock'],
  unlock: ['lock'],
} as const satisfies Record<string, readonly Key[]>;

export type ScriptName = keyof typeof keysOfScript;

export const scriptNames = Object.keys(keysOfScript) as ScriptName[];

interface Script {
  text: string;
  sha1: string;
  /** Keys of one sale, in the order that the script binds them. */
  keys(saleId: string): string[];
}

/** Reads the Lua files beside this module; a bundle carries the folder along. */
export function loadScripts(folder = new URL('./lua/', import.meta.url)) {
  const scripts = {} as Record<ScriptName, Script>;
  for (const name of scriptNames) {
    const text = withIncludes(folder, readFileSync(new URL(`${name}.lua`, folder), 'utf8'));
    const sha1 = createHash('sha1').update(text).digest('hex');
    scripts[name] = { text, sha1, keys: (saleId) => namedKeys(saleId, keysOfScript[name]) };
  }
  return scripts;
}

function withIncludes(folder: URL, text: string): string {
  return text.replace(/^--@include (\w+)\n/gm, (_, name: string) =>
    readFileSync(new URL(`includes/${name}.lua`, folder), 'utf8'),
  );
}

function namedKeys(saleId: string, names: readonly Key[]): string[] {
  const keys = keysOf(saleId);
  return names.map((name) => {
    const [first, second] = name.split(' ') as [KeyName | 'staged', KeyName];
    return first === 'staged' ? stagedKey(keys[second]) : keys[first];
  });
}
