import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook: string };
}
interface Case {
  alertname: string;
  exp_alerts?: unknown[];
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const groups: { rules: Rule[] }[] = parse(read('infra/prometheus/rules.yml')).groups;
const rules = groups.flatMap((group) => group.rules);
const tests: { alert_rule_test: Case[] }[] = parse(read('infra/prometheus/rules.test.yml')).tests;
const cases = tests.flatMap((test) => test.alert_rule_test);

/** What the processes export, by the sources that define it, and what comes with the client. */
const exported = ['apps/api/src/', 'apps/worker/src/']
  .flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(`${folder}${file}`)),
  )
  .join('\n');
const builtIn = new Set(['up', 'nodejs_eventloop_lag_p99_seconds']);

describe.each(rules)('$alert', ({ alert, expr, annotations }) => {
  test('asks for metrics that exist', () => {
    const names = expr.match(/\b(?:flash|nodejs)_[a-z0-9_]+/g) ?? [];
    const bases = names.map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
    for (const name of bases.filter((base) => !builtIn.has(base))) {
      expect(exported).toContain(`'${name}'`);
    }
  });

  test('every alert says what the person on call has to do', () => {
    const [file = '', anchor = ''] = annotations.runbook.split('#');
    const headings = read(file).match(/^### .+$/gm) ?? [];
    expect(headings.map((heading) => heading.slice(4).toLowerCase())).toContain(anchor);
  });

  test('has a case in which it fires and one in which it stays silent', () => {
    const own = cases.filter(({ alertname }) => alertname === alert);
    expect(own.map(({ exp_alerts = [] }) => exp_alerts.length > 0).sort()).toEqual([false, true]);
  });
});
