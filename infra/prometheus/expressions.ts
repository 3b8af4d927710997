import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Dashboard } from '../grafana/grafana.ts';

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  annotations?: { summary: string; runbook: string };
}

/** Recording rules and alerts, as they are in rules.yml. */
export function readRules(): Rule[] {
  const text = readFileSync(new URL('rules.yml', import.meta.url), 'utf8');
  const { groups } = parse(text) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

/** What the panels ask, with all sales in the place of the chosen one. */
export const exprsOf = (boards: Record<string, Dashboard>): string[] =>
  Object.values(boards)
    .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels))
    .flatMap(({ curves }) => curves.map(({ expr }) => expr.replaceAll('$sale', '.+')));

/** The metrics that an expression reads; those of a histogram by the name of the histogram. */
export const basesIn = (expr: string): string[] =>
  (expr.match(/(?<![\w:])(?:(?:flash|nodejs|process)_[a-z0-9_]+|up\b)(?!:)/g) ?? []).map((name) =>
    name.replace(/_(?:bucket|count|sum)$/, ''),
  );

/** The recorded series that an expression reads. */
export const recordedIn = (expr: string): string[] =>
  expr.match(/\b[a-z_]+:[a-z0-9_]+:[a-z0-9_]+/g) ?? [];
