import { parseSync } from 'vite';

interface Statement {
  text: string;
  /** The title, where it is a test or a group of tests. */
  title: string | null;
}

/**
 * What a test is made of: its own text, and all of its file that is no test. A test that is added beside it does not
 * change what it found before.
 */
export function evidenceOf(file: string, name: string): string {
  const statements = statementsOf(file);
  const [group = ''] = name.split(' > ');
  const own = statements.filter(({ title }) => title !== null && isNamed(title, group));
  const isOnlyOne = own.length === 1;
  const parts = statements.filter((one) => one.title === null || !isOnlyOne || own.includes(one));
  return parts.map(({ text }) => text).join('\n');
}

const known = new Map<string, Statement[]>();

function statementsOf(file: string): Statement[] {
  const statements = known.get(file) ?? parse(file);
  known.set(file, statements);
  return statements;
}

function parse(file: string): Statement[] {
  const { body } = parseSync('a.test.ts', file).program;
  return body.map((node) => {
    const text = file.slice(node.start, node.end);
    const isTest = /^(?:test|describe)\b/.test(text);
    const call = node.type === 'ExpressionStatement' ? node.expression : null;
    const first = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
    const title =
      first?.type === 'Literal' || first?.type === 'TemplateLiteral'
        ? file.slice(first.start + 1, first.end - 1)
        : '';
    return { text, title: isTest ? title : null };
  });
}

/** Where a row of a table stands in the title, any text does. */
function isNamed(title: string, name: string): boolean {
  const parts = title.replace(/\\(.)/g, '$1').split(/%[a-z]|\$\{[^}]*\}|\$\w+/);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(name);
}
