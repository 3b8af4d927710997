import luaparse from 'luaparse';
import { parseSync } from 'vite';

/** One change of one conditional: `from` stands at `start` of the text, `to` takes its place. */
export interface Mutation {
  line: number;
  start: number;
  end: number;
  from: string;
  to: string;
}

/** A node of either language's syntax tree. */
type Node = Record<string, unknown> & { type: string };

interface Language {
  parse: (text: string) => Node;
  rangeOf: (node: Node) => [number, number];
  /** The condition by which a statement or an expression decides, if it does. */
  conditionOf: (node: Node) => Node | null;
  isLoop: (node: Node) => boolean;
  /** A comparison by its limit, and an equation: what takes the place of the operator. */
  operators: Readonly<Record<string, string>>;
}

const lua: Language = {
  parse: (text) =>
    luaparse.parse(text, { luaVersion: '5.1', ranges: true, comments: false }) as unknown as Node,
  rangeOf: (node) => node.range as [number, number],
  conditionOf: (node) =>
    ['IfClause', 'ElseifClause', 'WhileStatement', 'RepeatStatement'].includes(node.type)
      ? (node.condition as Node)
      : null,
  isLoop: ({ type }) => type === 'WhileStatement' || type === 'RepeatStatement',
  operators: { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '~=', '~=': '==' },
};

const typescript: Language = {
  parse: (text) => parseSync('mutated.ts', text).program as unknown as Node,
  rangeOf: (node) => [node.start as number, node.end as number],
  conditionOf: (node) =>
    [
      'IfStatement',
      'ConditionalExpression',
      'WhileStatement',
      'DoWhileStatement',
      'ForStatement',
    ].includes(node.type)
      ? (node.test as Node | null)
      : null,
  isLoop: ({ type }) => /^(?:Do)?(?:While|For)Statement$/.test(type),
  operators: { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===' },
};

/**
 * Each condition taken for true and for false, each side of `and` and `or` left out, each limit moved by one
 * and each equation turned round. A loop is not made endless on purpose.
 */
export function mutationsOf(file: string, text: string): Mutation[] {
  const language = file.endsWith('.lua') ? lua : typescript;
  const found: Mutation[] = [];
  const add = ([start, end]: [number, number], to: string) => {
    const from = text.slice(start, end);
    if (from !== to) {
      found.push({ line: text.slice(0, start).split('\n').length, start, end, from, to });
    }
  };

  visit(language.parse(text), (node) => {
    const condition = language.conditionOf(node);
    if (condition && !/Literal$/.test(condition.type)) {
      const values = language.isLoop(node) ? ['false'] : ['true', 'false'];
      for (const value of values) {
        add(language.rangeOf(condition), value);
      }
    }
    if (node.type === 'LogicalExpression') {
      for (const side of [node.left, node.right]) {
        const [start, end] = language.rangeOf(side as Node);
        add(language.rangeOf(node), text.slice(start, end));
      }
    }
    const operator = node.type === 'BinaryExpression' ? String(node.operator) : '';
    const other = language.operators[operator];
    if (other !== undefined) {
      const [, start] = language.rangeOf(node.left as Node);
      const [end] = language.rangeOf(node.right as Node);
      // What stands between the two sides besides the operator, such as a bracket, stays.
      add([start, end], text.slice(start, end).replace(operator, other));
    }
  });
  const once = new Map(found.map((one) => [`${one.start} ${one.end} ${one.to}`, one]));
  return [...once.values()].sort((a, b) => a.start - b.start);
}

export function applied(text: string, { start, end, to }: Mutation): string {
  return text.slice(0, start) + to + text.slice(end);
}

function visit(value: unknown, seen: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) {
      visit(one, seen);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') {
      seen(value as Node);
    }
    for (const inner of Object.values(value)) {
      visit(inner, seen);
    }
  }
}
