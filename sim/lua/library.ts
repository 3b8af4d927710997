import {
  describe,
  LuaError,
  type LuaFunction,
  numberText,
  parseNumber,
  Table,
  toNumber,
  toText,
  type Value,
} from './values.ts';

const classes: Record<string, string> = {
  d: '0-9',
  a: 'A-Za-z',
  s: '\\s',
  x: '0-9A-Fa-f',
  w: '0-9A-Za-z',
};

const known = new Map<string, RegExp>();

/** A pattern of Lua as a regular expression. Only what the scripts use; anything else throws. */
function patternOf(pattern: string): RegExp {
  const seen = known.get(pattern);
  if (seen) {
    return seen;
  }
  let source = '';
  let inSet = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (char === '%') {
      at += 1;
      source += classOrChar(pattern[at] ?? '', inSet);
    } else if (inSet) {
      inSet = char !== ']';
      source += char === '\\' ? '\\\\' : char;
    } else {
      inSet = char === '[';
      source += outsideOfSet(char, pattern[at - 1] ?? '(');
    }
  }
  const made = new RegExp(source, 'g');
  known.set(pattern, made);
  return made;
}

function outsideOfSet(char: string, before: string): string {
  if (char === '.') {
    return '[^]';
  }
  // Behind a capture it repeats nothing and means itself.
  if (char === '-') {
    return /[()]/.test(before) ? '-' : '*?';
  }
  return /[{}|\\/]/.test(char) ? `\\${char}` : char;
}

function classOrChar(char: string, inSet: boolean): string {
  const lower = char.toLowerCase();
  const members = classes[lower];
  if (members === undefined) {
    if (/[A-Za-z0-9]/.test(char)) {
      throw new LuaError(`the pattern class %${char} is not known here`);
    }
    return `\\${char}`;
  }
  if (lower === char) {
    return inSet ? members : `[${members}]`;
  }
  if (inSet) {
    throw new LuaError(`the pattern class %${char} is not known inside a set`);
  }
  return `[^${members}]`;
}

function run(text: string, pattern: string): RegExpExecArray | null {
  const compiled = patternOf(pattern);
  compiled.lastIndex = 0;
  return compiled.exec(text);
}

function captures(found: RegExpExecArray): Value[] {
  return found.length === 1 ? [found[0]] : found.slice(1);
}

function listOf(value: Value): Table {
  if (!(value instanceof Table)) {
    throw new LuaError(`a table is expected, not ${describe(value)}`);
  }
  return value;
}

const string = {
  match(text: Value, pattern: Value) {
    const found = run(toText(text), toText(pattern));
    return found ? captures(found) : undefined;
  },
  find(text: Value, pattern: Value, from: Value, isPlain: Value) {
    const [whole, wanted] = [toText(text), toText(pattern)];
    if (isPlain) {
      const at = whole.indexOf(wanted, from === undefined ? 0 : toNumber(from) - 1);
      return at < 0 ? undefined : [at + 1, at + wanted.length];
    }
    const found = run(whole, wanted);
    return found ? [found.index + 1, found.index + found[0].length] : undefined;
  },
  gmatch(text: Value, pattern: Value): LuaFunction {
    const all = [...toText(text).matchAll(patternOf(toText(pattern)))];
    let at = 0;
    return () => {
      const found = all[at++];
      return found ? captures(found) : undefined;
    };
  },
  gsub(text: Value, pattern: Value, by: Value) {
    const replacement = toText(by);
    if (/%/.test(replacement)) {
      throw new LuaError('a replacement with captures is not known here');
    }
    let count = 0;
    const replaced = toText(text).replace(patternOf(toText(pattern)), () => {
      count += 1;
      return replacement;
    });
    return [replaced, count];
  },
  sub(text: Value, from: Value, to: Value) {
    const whole = toText(text);
    const place = (value: Value, otherwise: number) => {
      const at = value === undefined ? otherwise : toNumber(value);
      return at < 0 ? whole.length + at + 1 : at;
    };
    return whole.slice(Math.max(1, place(from, 1)) - 1, place(to, whole.length));
  },
};

const math = {
  abs: (value: Value) => Math.abs(toNumber(value)),
  floor: (value: Value) => Math.floor(toNumber(value)),
  ceil: (value: Value) => Math.ceil(toNumber(value)),
  max: (...values: Value[]) => Math.max(...values.map(toNumber)),
  min: (...values: Value[]) => Math.min(...values.map(toNumber)),
};

const table = {
  concat(items: Value, between: Value) {
    const list = listOf(items);
    const joint = between === undefined ? '' : toText(between);
    let text = '';
    for (let i = 1; i <= list.length; i += 1) {
      text += i > 1 ? joint + toText(list.list[i]) : toText(list.list[i]);
    }
    return text;
  },
  sort(items: Value, isBefore: Value) {
    const list = listOf(items);
    const before = (a: Value, b: Value) => {
      const answer = typeof isBefore === 'function' ? isBefore(a, b) : toText(a) < toText(b);
      return answer !== undefined && answer !== false;
    };
    const sorted = list.list
      .slice(1, list.length + 1)
      .sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
    for (const [at, value] of sorted.entries()) {
      list.set(at + 1, value);
    }
  },
};

/** The functions of Lua 5.1 that the scripts use. */
export const library = {
  string,
  math,
  table,
  tonumber(value: Value) {
    if (typeof value === 'number') {
      return value;
    }
    return typeof value === 'string' ? parseNumber(value) : undefined;
  },
  tostring: (value: Value) => (typeof value === 'number' ? numberText(value) : String(value)),
  unpack(items: Value, from: Value = 1, to?: Value) {
    const list = listOf(items);
    const last = to === undefined ? list.length : toNumber(to);
    const values: Value[] = [];
    for (let i = toNumber(from); i <= last; i += 1) {
      values.push(list.list[i]);
    }
    return values;
  },
  error(message: Value) {
    throw new LuaError(toText(message));
  },
  /** Ends with the text of an error, also of one that a command ended by; mistakes of this program go on. */
  pcall(act: Value, ...args: Value[]): Value[] {
    if (typeof act !== 'function') {
      throw new LuaError(`a function is expected, not ${describe(act)}`);
    }
    try {
      return [true, act(...args)].flat() as Value[];
    } catch (error) {
      if (error instanceof LuaError || (error instanceof Error && error.name === 'ReplyError')) {
        return [false, error.message];
      }
      throw error;
    }
  },
  type: (value: Value) => typeOf(value),
  ipairs(items: Value): Value[] {
    const list = listOf(items);
    let at = 0;
    return [
      () => {
        at += 1;
        const value = list.list[at];
        return value === undefined ? undefined : ([at, value] as Value[]);
      },
    ];
  },
};

function typeOf(value: Value): string {
  if (value instanceof Table) {
    return 'table';
  }
  return value === undefined ? 'nil' : typeof value;
}
