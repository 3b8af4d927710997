/** A Lua value: nil is undefined, a list of results is a JavaScript array, so no table is one. */
export type Value = undefined | boolean | number | string | Table | LuaFunction;

export type LuaFunction = (...args: Value[]) => Value | Value[];

/** A table: `list` holds 1, 2, 3 … (its place 0 is not used), `named` everything else. */
export class Table {
  readonly list: Value[] = [undefined];
  readonly named: Record<string, Value> = Object.create(null);

  static of(items: readonly Value[]): Table {
    const table = new Table();
    for (const item of items) {
      table.list.push(item);
    }
    return table;
  }

  get(key: Value): Value {
    return typeof key === 'number' ? this.list[key] : this.named[key as string];
  }

  set(key: Value, value: Value): void {
    if (typeof key !== 'number') {
      this.named[key as string] = value;
      return;
    }
    if (!Number.isInteger(key) || key < 1 || key > this.list.length) {
      throw new LuaError(`a table gets the place ${key} while it has ${this.list.length - 1}`);
    }
    this.list[key] = value;
  }

  get length(): number {
    let end = this.list.length - 1;
    while (end > 0 && this.list[end] === undefined) {
      end -= 1;
    }
    return end;
  }
}

export class LuaError extends Error {}

/** As Lua takes an operand of arithmetic: a number, or a text that is one. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') {
    return value;
  }
  const number = typeof value === 'string' ? parseNumber(value) : undefined;
  if (number === undefined) {
    throw new LuaError(`attempt to perform arithmetic on ${describe(value)}`);
  }
  return number;
}

export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  return Number.isNaN(number) ? undefined : number;
}

/** As Lua joins texts: a number has at most fourteen digits. */
export function toText(value: Value): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return numberText(value);
  }
  throw new LuaError(`attempt to concatenate ${describe(value)}`);
}

export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e14) {
    return String(value);
  }
  if (Number.isFinite(value) && Math.abs(value) < 1e14) {
    return String(Number(value.toPrecision(14)));
  }
  throw new LuaError(`the number ${value} has a text that scripts must not depend on`);
}

export function isLess(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a < b;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return a < b;
  }
  throw new LuaError(`attempt to compare ${describe(a)} with ${describe(b)}`);
}

export function isAtMost(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a <= b;
  }
  return !isLess(b, a);
}

export function lengthOf(value: Value): number {
  if (value instanceof Table) {
    return value.length;
  }
  if (typeof value === 'string') {
    return Buffer.byteLength(value);
  }
  throw new LuaError(`attempt to get the length of ${describe(value)}`);
}

export function fieldOf(value: Value, key: Value): Value {
  if (value instanceof Table) {
    return value.get(key);
  }
  throw new LuaError(`attempt to index ${describe(value)} with ${describe(key)}`);
}

export function setField(value: Value, key: Value, to: Value): void {
  if (!(value instanceof Table)) {
    throw new LuaError(`attempt to index ${describe(value)}`);
  }
  value.set(key, to);
}

export function describe(value: Value): string {
  if (value === undefined) {
    return 'a nil value';
  }
  return value instanceof Table ? 'a table value' : `a ${typeof value} value (${String(value)})`;
}
