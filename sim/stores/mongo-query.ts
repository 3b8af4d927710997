import { mongo } from 'mongoose';

/** A stored document is never changed: an update makes another one. */
export type Doc = Readonly<Record<string, unknown>>;

/** Ids and dates are compared by what they stand for. */
export function plainOf(value: unknown): unknown {
  if (value instanceof mongo.ObjectId) {
    return value.toHexString();
  }
  return value instanceof Date ? value.getTime() : (value ?? null);
}

export function matches(doc: Doc, filter: Doc): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    switch (path) {
      case '$or':
        return (wanted as Doc[]).some((one) => matches(doc, one));
      case '$and':
        return (wanted as Doc[]).every((one) => matches(doc, one));
      default:
        if (path.startsWith('$')) {
          throw new TypeError(`the operator ${path} is not known here`);
        }
        return meets(valuesAt(doc, path), wanted);
    }
  });
}

/** What a path leads to; through a list to every item of it. */
function valuesAt(doc: unknown, path: string): unknown[] {
  const dot = path.indexOf('.');
  const [name, rest] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
  if (Array.isArray(doc)) {
    return /^\d+$/.test(name)
      ? within(doc[Number(name)], rest)
      : doc.flatMap((item) => valuesAt(item, path));
  }
  if (doc === null || typeof doc !== 'object') {
    return [undefined];
  }
  return within((doc as Doc)[name], rest);
}

function within(value: unknown, rest: string): unknown[] {
  if (rest !== '') {
    return valuesAt(value, rest);
  }
  return Array.isArray(value) ? [value, ...value] : [value];
}

function meets(values: readonly unknown[], wanted: unknown): boolean {
  if (!isOperators(wanted)) {
    return values.some((value) => plainOf(value) === plainOf(wanted));
  }
  return Object.entries(wanted).every(([operator, operand]) => operate(operator, values, operand));
}

function isOperators(wanted: unknown): wanted is Doc {
  if (wanted === null || typeof wanted !== 'object' || wanted instanceof Date) {
    return false;
  }
  return Object.keys(wanted)[0]?.startsWith('$') === true;
}

function operate(operator: string, values: readonly unknown[], operand: unknown): boolean {
  const some = (test: (value: never, than: never) => boolean) =>
    values.some((value) => {
      const [a, b] = [plainOf(value), plainOf(operand)];
      return typeof a === typeof b && a !== null && test(a as never, b as never);
    });
  switch (operator) {
    case '$in':
      return (operand as unknown[]).some((one) => meets(values, one));
    case '$ne':
      return !meets(values, operand);
    case '$exists':
      return values.some((value) => value !== undefined) === operand;
    case '$lt':
      return some((a, b) => a < b);
    case '$lte':
      return some((a, b) => a <= b);
    case '$gt':
      return some((a, b) => a > b);
    case '$gte':
      return some((a, b) => a >= b);
    case '$elemMatch':
      return values.some(
        (value) => !Array.isArray(value) && value && matches(value as Doc, operand as Doc),
      );
    default:
      throw new TypeError(`the operator ${operator} is not known here`);
  }
}

/** Operators, or a pipeline whose stages set fields to expressions. */
export type Update = Readonly<Record<string, Doc>> | readonly { $set: Doc }[];

/** The document after an update; `filter` tells which item of a list `$` stands for. */
export function updated(doc: Doc, filter: Doc, update: Update, isInsert = false): Doc {
  if (isPipeline(update)) {
    let set = doc;
    for (const { $set } of update) {
      set = { ...set, ...valuesOf($set, set) };
    }
    return set;
  }
  const next: Record<string, unknown> = { ...doc };
  for (const [operator, fields] of Object.entries(update)) {
    for (const [path, value] of Object.entries(fields)) {
      if (operator !== '$setOnInsert' || isInsert) {
        setPath(next, resolved(path, doc, filter), (old) => after(operator, old, value));
      }
    }
  }
  return next;
}

const isPipeline = (update: Update): update is readonly { $set: Doc }[] => Array.isArray(update);

function valuesOf(fields: Doc, doc: Doc): Doc {
  const entries = Object.entries(fields).map(([name, value]) => [name, evaluated(value, doc)]);
  return Object.fromEntries(entries);
}

function evaluated(expression: unknown, doc: Doc): unknown {
  if (typeof expression === 'string' && expression.startsWith('$')) {
    return expression
      .slice(1)
      .split('.')
      .reduce<unknown>((inner, name) => (inner as Doc | null | undefined)?.[name], doc);
  }
  if (!isPlain(expression)) {
    return expression;
  }
  const [[operator = '', operand] = []] = Object.entries(expression);
  switch (operator.startsWith('$') ? operator : '') {
    case '':
      return valuesOf(expression, doc);
    case '$literal':
      return operand;
    case '$ifNull': {
      const values = (operand as unknown[]).map((one) => evaluated(one, doc));
      return values.find((value) => value !== null && value !== undefined) ?? values.at(-1);
    }
    default:
      throw new TypeError(`the operator ${operator} is not known here`);
  }
}

const isPlain = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function after(operator: string, old: unknown, value: unknown): unknown {
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return value;
    case '$unset':
      return undefined;
    case '$inc':
      return ((old as number | undefined) ?? 0) + (value as number);
    case '$push': {
      const { $each, $slice } = value as { $each: unknown[]; $slice: number };
      return [...((old as unknown[] | undefined) ?? []), ...$each].slice($slice);
    }
    default:
      throw new TypeError(`the operator ${operator} is not known here`);
  }
}

function resolved(path: string, doc: Doc, filter: Doc): string {
  if (!path.includes('.$')) {
    return path;
  }
  const [list = ''] = path.split('.$');
  const wanted = (filter[list] as { $elemMatch: Doc }).$elemMatch;
  const at = (doc[list] as Doc[]).findIndex((item) => matches(item, wanted));
  return path.replace('.$', `.${at}`);
}

function setPath(
  target: Record<string, unknown>,
  path: string,
  change: (old: unknown) => unknown,
): void {
  const dot = path.indexOf('.');
  if (dot < 0) {
    const value = change(target[path]);
    if (value === undefined) {
      delete target[path];
    } else {
      target[path] = value;
    }
    return;
  }
  const name = path.slice(0, dot);
  const inner = target[name];
  const copy = (Array.isArray(inner) ? [...inner] : { ...(inner as object) }) as Record<
    string,
    unknown
  >;
  target[name] = copy;
  setPath(copy, path.slice(dot + 1), change);
}

export function sorted(docs: Doc[], sort: Readonly<Record<string, number>> | undefined): Doc[] {
  if (!sort) {
    return docs;
  }
  const fields = Object.entries(sort);
  return docs.sort((a, b) => {
    for (const [field, direction] of fields) {
      const [x, y] = [plainOf(a[field]), plainOf(b[field])] as [never, never];
      if (x !== y) {
        return (x < y ? -1 : 1) * direction;
      }
    }
    return 0;
  });
}
