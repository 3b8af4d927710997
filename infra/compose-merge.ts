import { parse } from 'yaml';

/** `!reset` of the production file: nothing of what the file below says stays. */
const cleared = Symbol('!reset');

export type Tree = { [name: string]: unknown };

/** A Compose file as data. */
export function readCompose(text: string): Tree {
  const reset = { tag: '!reset', collection: 'seq' as const, resolve: () => cleared };
  return parse(text, { merge: true, customTags: [reset as never] });
}

/** Sequences that the second file replaces; all others are added to. */
const replaced = new Set(['command', 'entrypoint', 'test']);

/**
 * What `docker compose -f base -f over` makes of two files, by the rules of the Compose
 * specification: mappings are merged, sequences are added without what is there already, commands
 * are replaced, and volumes are told apart by where they are mounted.
 */
export function mergeCompose(base: Tree, over: Tree): Tree {
  const merged: Tree = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = base[name];
    if (value === cleared) {
      delete merged[name];
    } else if (Array.isArray(value) && Array.isArray(below) && !replaced.has(name)) {
      merged[name] = addUp(name, below, value);
    } else if (isTree(value)) {
      merged[name] = mergeCompose(isTree(below) ? below : {}, value);
    } else {
      merged[name] = value;
    }
  }
  return merged;
}

function addUp(name: string, below: unknown[], above: unknown[]): unknown[] {
  const placeOf = (entry: unknown) =>
    name === 'volumes' ? String(entry).split(':')[1] : JSON.stringify(entry);
  const taken = new Set(above.map(placeOf));
  return [...below.filter((entry) => !taken.has(placeOf(entry))), ...above];
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * `${NAME}`, `${NAME:-default}` and `${NAME:?message}` filled in, from the innermost outwards. Throws
 * as Compose does when a variable is required and not set.
 */
export function fillIn<Value>(value: Value, env: Record<string, string>): Value {
  if (typeof value === 'string') {
    return fillInText(value, env) as Value;
  }
  if (Array.isArray(value)) {
    return value.map((each) => fillIn(each, env)) as Value;
  }
  if (!isTree(value)) {
    return value;
  }
  const filled = Object.entries(value).map(([name, each]) => [name, fillIn(each, env)]);
  return Object.fromEntries(filled);
}

function fillInText(text: string, env: Record<string, string>): string {
  const innermost = /(?<!\$)\$\{([A-Z0-9_]+)(?:(:[-?])([^{}]*))?\}/;
  let rest = text;
  for (let found = innermost.exec(rest); found; found = innermost.exec(rest)) {
    const [whole, name = '', operator, word = ''] = found;
    if (!env[name] && operator === ':?') {
      throw new Error(`${name} is missing a value: ${word}`);
    }
    rest = rest.replace(whole, () => env[name] || (operator === ':-' ? word : ''));
  }
  return rest;
}
