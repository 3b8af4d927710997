import { readFileSync } from 'node:fs';
import { type ScriptText, scriptOf } from './call/run-script.ts';
import { type KeyName, keysOf, stagedKey } from './keys.ts';

type Key = KeyName | `staged ${KeyName}`;

const logged = ['meta', 'log'] as const;
/** What of a buyer is looked at before a place or a hold ends. */
const places = ['line', 'holds', 'expiry', 'consumed'] as const;
/** Where the unit of a hold that ends goes. */
const units = ['inventory', 'unitsFree'] as const;
const networks = ['networks', 'byNetwork'] as const;
/** A restore prepares these beside the ones in use. */
const rebuilt = ['holds', 'expiry', 'consumed', 'unitsFree', 'unitsRetired'] as const;
const networksAndLost = [...networks, 'lost'] as const;

const staged = <Name extends KeyName>(names: readonly Name[]) =>
  names.map((name) => `staged ${name}` as const);

/** Keys of each script in the order of its header. Lua file = name = method of the engine. */
const keysOfScript = {
  activate: [...logged, 'inventory'],
  join: [
    ...logged,
    ...['line', 'holds', 'claims', 'consumed', 'inventory', 'expiry', 'attempts'],
    ...networksAndLost,
  ],
  position: ['meta', 'line', 'holds', 'claims', 'consumed', 'inventory', 'expiry'],
  grant: [...logged, 'lock', 'line', 'holds', 'expiry', ...units],
  claim: [...logged, 'holds', 'expiry', 'claims', 'consumed'],
  renew: [...logged, 'holds', 'claims'],
  settle: [...logged, 'holds', 'claims', 'consumed', ...networks],
  heal: [...logged, ...places, ...units, ...networks],
  void: [...logged, 'holds', 'expiry', 'claims', ...units, ...networksAndLost],
  extend: [...logged, 'holds', 'expiry'],
  leave: [...logged, ...places, ...units, ...networksAndLost],
  sweep: [...logged, 'holds', 'expiry', 'claims', ...units, ...networksAndLost],
  release: [...logged, ...places, ...units, ...networks],
  remove: [...logged, ...places, ...units, ...networks],
  rules: logged,
  adjust: [...logged, ...units, 'unitsRetired'],
  refund: [...logged, 'holds', 'claims', 'consumed', ...units, ...networks],
  shift: logged,
  snapshot: ['meta', 'line', ...units, 'expiry', 'claims', 'consumed', 'holds'],
  allow: ['meta'],
  halt: ['meta'],
  freeze: ['meta', 'expiry', 'claims'],
  stored: logged,
  readLog: logged,
  mark: ['meta', ...staged(['line', ...rebuilt, ...networksAndLost])],
  stage: ['meta'],
  adopt: [
    ...logged,
    ...['claims', 'line', 'inventory', ...rebuilt],
    ...staged([...rebuilt, 'line']),
    ...networksAndLost,
    ...staged(networksAndLost),
  ],
  lock: ['lock'],
  renewLock: ['lock'],
  unlock: ['lock'],
  time: ['meta'],
  /** Their keys belong to no single sale and come with the call. */
  lead: [],
  attend: [],
  glance: [],
} as const satisfies Record<string, readonly Key[]>;

export type ScriptName = keyof typeof keysOfScript;

/** Scripts that do any number of commands in order (lua/includes/each.lua). */
export type BatchScript = Extract<ScriptName, 'join' | 'claim' | 'settle'>;

export const scriptNames = Object.keys(keysOfScript) as ScriptName[];

interface Script extends ScriptText {
  /** Keys of one sale, in the order that the script binds them. */
  keys(saleId: string): string[];
}

type Scripts = Record<ScriptName, Script>;

let own: Scripts | null = null;

/** The Lua files beside this module, which are read once a process; a bundle carries the folder along. */
export function loadScripts(): Scripts {
  own ??= readScripts();
  return own;
}

/** As the files are now. */
export function readScripts(): Scripts {
  const folder = new URL('./lua/', import.meta.url);
  const scripts = {} as Scripts;
  for (const name of scriptNames) {
    const text = withIncludes(folder, readFileSync(new URL(`${name}.lua`, folder), 'utf8'));
    scripts[name] = { ...scriptOf(text), keys: (saleId) => namedKeys(saleId, keysOfScript[name]) };
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
