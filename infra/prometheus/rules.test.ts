import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findProgram } from '../../tools/engines/programs.mjs';
import { dashboards } from '../grafana/definitions.ts';
import { grafanaJson } from '../grafana/grafana.ts';
import { basesIn, exprsOf, readRules, recordedIn } from './expressions.ts';

interface Case {
  alertname: string;
  exp_alerts?: unknown[];
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const rules = readRules();
const alerts = rules.flatMap(({ alert, expr }) => (alert ? [{ alert, expr }] : []));
const tests: { alert_rule_test: Case[] }[] = parse(read('infra/prometheus/rules.test.yml')).tests;
const cases = tests.flatMap((test) => test.alert_rule_test);

/** What the processes export, by the sources that define metrics. */
const exported = new Set(
  ['apps/api/src/', 'apps/worker/src/', 'libs/shared-config/src/']
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => read(`${folder}${file}`)),
    )
    .filter((source) => source.includes("from 'prom-client'"))
    .flatMap((source) =>
      [...source.matchAll(/'(flash_[a-z0-9_]+)'/g)].map(([, name = '']) => name),
    ),
);
/** What the client library and Prometheus itself add. */
const builtIn = new Set([
  ...['up', 'nodejs_eventloop_lag_p99_seconds'],
  ...['process_cpu_seconds_total', 'process_resident_memory_bytes'],
]);

describe('every metric', () => {
  const shown = new Set(
    exprsOf(dashboards)
      .concat(rules.map(({ expr }) => expr))
      .flatMap(basesIn),
  );

  test('that the processes export is in a panel or a rule', () => {
    expect(exported.size).toBeGreaterThan(25);
    expect([...exported].filter((name) => !shown.has(name))).toEqual([]);
  });

  test('in a panel or a rule is one that the processes export', () => {
    expect([...shown].filter((name) => !exported.has(name) && !builtIn.has(name))).toEqual([]);
  });

  test('that a panel or rule takes from a recording rule is recorded, and none is recorded in vain', () => {
    const recorded = rules.flatMap(({ record }) => record ?? []).sort();
    const used = exprsOf(dashboards)
      .concat(alerts.map(({ expr }) => expr))
      .flatMap(recordedIn);
    expect([...new Set(used)].sort()).toEqual(recorded);
  });
});

describe('the rules', () => {
  let promtool = '';
  beforeAll(async () => {
    ({ path: promtool } = (await findProgram('promtool')).source);
  }, 600_000);
  const run = (...args: string[]) =>
    execFileSync(promtool, args, { cwd: fileURLToPath(root), encoding: 'utf8', stdio: 'pipe' });

  test('fire and stay silent in promtool as their cases say', () => {
    expect(run('test', 'rules', 'infra/prometheus/rules.test.yml')).toContain('SUCCESS');
  });
});

test.each(Object.entries(dashboards))(
  'the dashboard %s is the JSON of its source (npm run docs writes it)',
  (name, dashboard) => {
    const stored = read(`infra/grafana/dashboards/${name}.json`);
    expect(stored).toBe(grafanaJson(dashboard));
  },
);

describe.each(alerts)('$alert', ({ alert }) => {
  test('has a case in which it fires and one in which it stays silent', () => {
    const own = cases.filter(({ alertname }) => alertname === alert);
    expect(own.map(({ exp_alerts = [] }) => exp_alerts.length > 0).sort()).toEqual([false, true]);
  });
});
