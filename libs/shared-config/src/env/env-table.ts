import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

export interface EnvRow extends Omit<Variable, 'schema'> {
  name: string;
}

/** All variables as people read about them. */
export const envTable: EnvRow[] = Object.entries(variables).map(([name, variable]) => {
  const { schema: _, ...row }: Variable = variable;
  return { name, ...row };
});

export const ENV_MARKERS = ['<!-- env -->', '<!-- /env -->'] as const;

/** The table for the README, with its markers. */
export function envMarkdown(): string {
  const rows = envTable.map(
    (row) => `| \`${row.name}\` | ${inTable(row.default)} | ${inTable(row.meaning)} |`,
  );
  const head = ['| variable | default | meaning |', '|---|---|---|'];
  return [ENV_MARKERS[0], '', ...head, ...rows, '', ENV_MARKERS[1]].join('\n');
}

/** The README with its table brought up to date; null when it has no place for one. */
export function withEnvTable(readme: string): string | null {
  const [start, end] = ENV_MARKERS.map((marker) => readme.indexOf(marker));
  if (start === undefined || end === undefined || start < 0 || end < start) {
    return null;
  }
  return readme.slice(0, start) + envMarkdown() + readme.slice(end + ENV_MARKERS[1].length);
}

export function envSample(): string {
  const head = 'Copy to .env and change what differs. What is commented out shows its default.';
  return file(head, ({ name, sample, default: fallback }) => {
    if (sample !== undefined) {
      return `${name}=${sample}`;
    }
    return isValue(fallback) ? `# ${name}=${fallback}` : `# ${name}=`;
  });
}

export function envDocker(): string {
  const head =
    'For containers: hosts are the names of services, ports those inside the containers.';
  return file(head, ({ name, docker, default: fallback }) =>
    docker === undefined ? `# ${name}=${isValue(fallback) ? fallback : ''}` : `${name}=${docker}`,
  );
}

function file(head: string, lineOf: (row: EnvRow) => string): string {
  const blocks = envTable.map((row) => `# ${row.meaning}\n${lineOf(row)}\n`);
  return [`# ${head}\n# Written by: npm run docs\n`, ...blocks].join('\n');
}

const isValue = (fallback: string) => !fallback.startsWith('(') && fallback !== '–';
const inTable = (text: string) => text.replaceAll('|', '\\|');
