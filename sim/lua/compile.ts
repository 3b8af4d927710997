import luaparse from 'luaparse';
import { library } from './library.ts';
import {
  describe,
  fieldOf,
  isAtMost,
  isLess,
  LuaError,
  type LuaFunction,
  lengthOf,
  setField,
  Table,
  toNumber,
  toText,
  type Value,
} from './values.ts';

export type RedisCall = (args: string[]) => Value;

export type Chunk = (keys: readonly string[], args: readonly string[], call: RedisCall) => Value;

/**
 * A script of the engine as a JavaScript function, so that a simulation runs the very text that Redis runs,
 * some hundred times as fast as through a connection. It knows what the scripts use of Lua 5.1 and refuses the
 * rest when it compiles.
 */
export function compileLua(text: string): Chunk {
  const ast = luaparse.parse(text, {
    luaVersion: '5.1',
    encodingMode: 'pseudo-latin1',
    comments: false,
  });
  const body = new Compiler().chunk(ast.body as Node[]);
  const make = new Function('rt', 'KEYS', 'ARGV', 'redis', body) as (
    rt: Runtime,
    keys: Table,
    args: Table,
    redis: Table,
  ) => Value | Value[];
  return (keys, args, call) => {
    const send: LuaFunction = (...words) => call(words.map(wordOf));
    const redis = new Table();
    redis.set('call', send);
    redis.set('pcall', send);
    redis.set('error_reply', errorReply);
    return first(make(runtime, Table.of(keys), Table.of(args), redis));
  };
}

/** What a script answers for an error: a table with the text in a field of this name. */
function errorReply(text: Value): Table {
  const reply = new Table();
  reply.set('err', text);
  return reply;
}

function wordOf(value: Value): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return toText(value);
  }
  throw new LuaError(`Redis takes texts and numbers, not ${describe(value)}`);
}

function first(value: Value | Value[]): Value {
  return Array.isArray(value) ? value[0] : value;
}

const runtime = {
  Table,
  first,
  many: (value: Value | Value[]): Value[] =>
    Array.isArray(value) ? value : value === undefined ? [] : [value],
  num: toNumber,
  text: toText,
  less: isLess,
  atMost: isAtMost,
  len: lengthOf,
  get: fieldOf,
  set: setField,
  is: (value: Value) => value !== undefined && value !== false,
  list(named: Value[], items: Value[]): Table {
    const table = new Table();
    for (let i = 0; i < named.length; i += 2) {
      table.set(named[i], named[i + 1]);
    }
    for (const item of items) {
      table.list.push(item);
    }
    return table;
  },
  ...library,
};

type Runtime = typeof runtime;

/** The nodes of the parser are a union that its types describe only in part. */
interface Node {
  type: string;
  [field: string]: unknown;
}

const arithmetic = new Set(['+', '-', '*', '/', '%', '^']);
const globals = new Set(Object.keys(library));

class Compiler {
  private scopes: Map<string, string>[] = [];
  private count = 0;

  chunk(body: Node[]): string {
    return `'use strict';\n${this.block(body)}`;
  }

  private block(body: Node[], before: () => string = () => ''): string {
    this.scopes.push(new Map());
    const text = before() + body.map((node) => this.statement(node)).join('\n');
    this.scopes.pop();
    return text;
  }

  /** Each local gets a name of its own: Lua lets one name hide another in the same block. */
  private declareName(name: string): string {
    this.count += 1;
    const own = `${name}_${this.count}`;
    this.scopes.at(-1)?.set(name, own);
    return own;
  }

  private lookUp(name: string): string | undefined {
    for (let at = this.scopes.length - 1; at >= 0; at -= 1) {
      const own = this.scopes[at]?.get(name);
      if (own) {
        return own;
      }
    }
    return undefined;
  }

  private statement(node: Node): string {
    switch (node.type) {
      case 'LocalStatement':
        return this.local(node);
      case 'AssignmentStatement':
        return this.assignment(node);
      case 'CallStatement':
        return `${this.call(node.expression as Node)};`;
      case 'IfStatement':
        return this.ifStatement(node.clauses as Node[]);
      case 'ForNumericStatement':
        return this.forNumbers(node);
      case 'ForGenericStatement':
        return this.forEach(node);
      case 'FunctionDeclaration':
        return this.localFunction(node);
      case 'ReturnStatement':
        return `return ${this.results(node.arguments as Node[])};`;
      case 'BreakStatement':
        return 'break;';
      default:
        throw new LuaError(`${node.type} is not known here`);
    }
  }

  private local(node: Node): string {
    const names = (node.variables as Node[]).map((one) => one.name as string);
    const inits = node.init as Node[];
    if (names.length === 1 && inits.length <= 1) {
      const value = inits[0] ? this.value(inits[0]) : 'undefined';
      return `let ${this.declareName(names[0] ?? '')} = ${value};`;
    }
    const values = this.values(inits);
    const own = names.map((name) => this.declareName(name));
    return inits.length === 0 ? `let ${own.join(', ')};` : `let [${own.join(', ')}] = ${values};`;
  }

  private assignment(node: Node): string {
    const targets = node.variables as Node[];
    const inits = node.init as Node[];
    const [target] = targets;
    if (targets.length === 1 && target && inits[0]) {
      return this.store(target, this.value(inits[0]));
    }
    this.count += 1;
    const held = `values_${this.count}`;
    const keys = targets.map((one, at) =>
      one.type === 'IndexExpression'
        ? `const key_${this.count}_${at} = ${this.value(one.index as Node)};`
        : '',
    );
    const stores = targets.map((one, at) =>
      this.store(one, `${held}[${at}]`, `key_${this.count}_${at}`),
    );
    return `{ const ${held} = ${this.values(inits)}; ${keys.join('')} ${stores.join(' ')} }`;
  }

  private store(target: Node, value: string, key?: string): string {
    if (target.type === 'Identifier') {
      const own = this.lookUp(target.name as string);
      if (!own) {
        throw new LuaError(`a script sets the global ${target.name}`);
      }
      return `${own} = ${value};`;
    }
    const base = this.value(target.base as Node);
    const field =
      target.type === 'MemberExpression'
        ? JSON.stringify((target.identifier as Node).name)
        : (key ?? this.value(target.index as Node));
    return `rt.set(${base}, ${field}, ${value});`;
  }

  private ifStatement(clauses: Node[]): string {
    return clauses
      .map((clause, at) => {
        const body = `{ ${this.block(clause.body as Node[])} }`;
        if (clause.type === 'ElseClause') {
          return `else ${body}`;
        }
        const test = `if (${this.truth(clause.condition as Node)})`;
        return `${at > 0 ? 'else ' : ''}${test} ${body}`;
      })
      .join(' ');
  }

  private forNumbers(node: Node): string {
    this.count += 1;
    const [at, end, step] = ['at', 'end', 'step'].map((name) => `${name}_${this.count}`);
    const by = node.step ? `rt.num(${this.value(node.step as Node)})` : '1';
    const head =
      `let ${at} = rt.num(${this.value(node.start as Node)}), ` +
      `${end} = rt.num(${this.value(node.end as Node)}), ${step} = ${by}; ` +
      `${step} > 0 ? ${at} <= ${end} : ${at} >= ${end}; ${at} += ${step}`;
    const name = (node.variable as Node).name as string;
    const body = this.block(node.body as Node[], () => `let ${this.declareName(name)} = ${at};\n`);
    return `for (${head}) { ${body} }`;
  }

  private forEach(node: Node): string {
    this.count += 1;
    const [next, found] = [`next_${this.count}`, `found_${this.count}`];
    const [iterator] = node.iterators as Node[];
    const source = this.value(iterator as Node);
    const names = (node.variables as Node[]).map((one) => one.name as string);
    const body = this.block(
      node.body as Node[],
      () =>
        `let [${names.map((name) => this.declareName(name)).join(', ')}] = rt.many(${found});\n`,
    );
    return (
      `for (let ${next} = ${source}, ${found} = ${next}(); rt.first(${found}) !== undefined; ` +
      `${found} = ${next}()) { ${body} }`
    );
  }

  private localFunction(node: Node): string {
    const name = (node.identifier as Node).name as string;
    if (!node.isLocal) {
      throw new LuaError(`the function ${name} is global`);
    }
    const own = this.declareName(name);
    return `const ${own} = ${this.functionOf(node)};`;
  }

  private functionOf(node: Node): string {
    const parameters = node.parameters as Node[];
    let own: string[] = [];
    const body = this.block(node.body as Node[], () => {
      own = parameters.map((one) =>
        one.type === 'VarargLiteral' ? '...rest' : this.declareName(one.name as string),
      );
      return '';
    });
    return `(${own.join(', ')}) => { ${body} }`;
  }

  private truth(node: Node): string {
    if (node.type === 'BinaryExpression' && !arithmetic.has(node.operator as string)) {
      return this.value(node);
    }
    if (node.type === 'UnaryExpression' && node.operator === 'not') {
      return `!(${this.truth(node.argument as Node)})`;
    }
    if (node.type === 'LogicalExpression') {
      const sign = node.operator === 'and' ? '&&' : '||';
      return `(${this.truth(node.left as Node)} ${sign} ${this.truth(node.right as Node)})`;
    }
    return `rt.is(${this.value(node)})`;
  }

  /** One value. */
  private value(node: Node): string {
    switch (node.type) {
      case 'Identifier':
        return this.identifier(node.name as string);
      case 'StringLiteral':
        return JSON.stringify(node.value);
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return String(node.value);
      case 'NilLiteral':
        return 'undefined';
      case 'VarargLiteral':
        return 'rest[0]';
      case 'TableConstructorExpression':
        return this.table(node.fields as Node[]);
      case 'BinaryExpression':
        return this.binary(node);
      case 'LogicalExpression':
        return this.logical(node);
      case 'UnaryExpression':
        return this.unary(node);
      case 'MemberExpression':
        return this.member(node);
      case 'IndexExpression':
        return `rt.get(${this.value(node.base as Node)}, ${this.value(node.index as Node)})`;
      case 'CallExpression':
        return `rt.first(${this.call(node)})`;
      case 'FunctionDeclaration':
        return this.functionOf(node);
      default:
        throw new LuaError(`${node.type} is not known here`);
    }
  }

  private identifier(name: string): string {
    const own = this.lookUp(name);
    if (own) {
      return own;
    }
    if (name === 'KEYS' || name === 'ARGV' || name === 'redis') {
      return name;
    }
    if (globals.has(name)) {
      return `rt.${name}`;
    }
    throw new LuaError(`a script uses the global ${name}`);
  }

  private member(node: Node): string {
    const base = node.base as Node;
    const field = (node.identifier as Node).name as string;
    const isLibrary = base.type === 'Identifier' && !this.lookUp(base.name as string);
    if (isLibrary && globals.has(base.name as string)) {
      const part = library[base.name as keyof typeof library];
      if (!Object.hasOwn(part, field)) {
        throw new LuaError(`a script uses ${base.name}.${field}`);
      }
      return `rt.${base.name}.${field}`;
    }
    return `rt.get(${this.value(base)}, ${JSON.stringify(field)})`;
  }

  private call(node: Node): string {
    if (node.type !== 'CallExpression') {
      throw new LuaError(`${node.type} is not known here`);
    }
    const args = node.arguments as Node[];
    return `${this.value(node.base as Node)}(${this.spread(args)})`;
  }

  /** As arguments or items: the last call and `...` bring all of their values. */
  private spread(nodes: Node[]): string {
    return nodes
      .map((node, at) => (at === nodes.length - 1 ? this.lastOf(node) : this.value(node)))
      .join(', ');
  }

  private lastOf(node: Node): string {
    if (node.type === 'VarargLiteral') {
      return '...rest';
    }
    return node.type === 'CallExpression' ? `...rt.many(${this.call(node)})` : this.value(node);
  }

  private values(nodes: Node[]): string {
    return `[${this.spread(nodes)}]`;
  }

  private results(nodes: Node[]): string {
    const [only] = nodes;
    if (nodes.length === 1 && only && only.type !== 'VarargLiteral') {
      return only.type === 'CallExpression' ? this.call(only) : this.value(only);
    }
    return nodes.length === 0 ? 'undefined' : this.values(nodes);
  }

  private table(fields: Node[]): string {
    const named = fields.filter((field) => field.type !== 'TableValue');
    const items = fields.filter((field) => field.type === 'TableValue');
    const pairs = named.flatMap((field) => {
      const key = field.key as Node;
      const name = field.type === 'TableKeyString' ? JSON.stringify(key.name) : this.value(key);
      return [name, this.value(field.value as Node)];
    });
    const list = this.spread(items.map((item) => item.value as Node));
    return `rt.list([${pairs.join(', ')}], [${list}])`;
  }

  private binary(node: Node): string {
    const left = this.value(node.left as Node);
    const right = this.value(node.right as Node);
    switch (node.operator) {
      case '..':
        return `(rt.text(${left}) + rt.text(${right}))`;
      case '==':
        return `(${left} === ${right})`;
      case '~=':
        return `(${left} !== ${right})`;
      case '<':
        return `rt.less(${left}, ${right})`;
      case '>':
        return `rt.less(${right}, ${left})`;
      case '<=':
        return `rt.atMost(${left}, ${right})`;
      case '>=':
        return `rt.atMost(${right}, ${left})`;
      case '^':
        return `(rt.num(${left}) ** rt.num(${right}))`;
      case '%':
        return `(((rt.num(${left}) % rt.num(${right})) + rt.num(${right})) % rt.num(${right}))`;
      default:
        return `(rt.num(${left}) ${node.operator} rt.num(${right}))`;
    }
  }

  private logical(node: Node): string {
    this.count += 1;
    const held = `held_${this.count}`;
    const left = this.value(node.left as Node);
    const right = this.value(node.right as Node);
    const chosen = node.operator === 'and' ? `${right} : ${held}` : `${held} : ${right}`;
    return `((${held}) => rt.is(${held}) ? ${chosen})(${left})`;
  }

  private unary(node: Node): string {
    const of = this.value(node.argument as Node);
    switch (node.operator) {
      case 'not':
        return `!rt.is(${of})`;
      case '#':
        return `rt.len(${of})`;
      case '-':
        return `(-rt.num(${of}))`;
      default:
        throw new LuaError(`the operator ${node.operator} is not known here`);
    }
  }
}
