import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { endpoints } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readRules } from './prometheus/expressions.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const folder = 'docs/runbooks/';
const pages = readdirSync(new URL(folder, root));
const alerts = readRules().flatMap(({ alert, annotations }) =>
  alert ? [{ alert, runbook: annotations?.runbook ?? '' }] : [],
);
const { scripts } = JSON.parse(read('package.json'));
const services = Object.keys({
  ...parse(read('docker-compose.yml'), { merge: true }).services,
  ...parse(read('docker-compose.production.yml'), { merge: true, logLevel: 'silent' }).services,
});
const paths = Object.values(endpoints).map(({ path }) => path.replace(/:\w+/g, '*'));

/** As GitHub makes the address of a heading. */
const anchorsIn = (text: string) =>
  (text.match(/^#{1,4} .+$/gm) ?? []).map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe('every alert', () => {
  test.each(alerts)('$alert leads to a page that begins with it', ({ alert, runbook }) => {
    const [file = '', anchor] = runbook.split('#');
    expect(file).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
    expect(anchor).toBe(alert.toLowerCase());
    expect(read(file).match(/^## .+$/gm)).toContain(`## ${alert}`);
  });

  test('is in the table of the first page, and none that does not exist', () => {
    const rows = read(`${folder}README.md`).match(/^\| .+ \| \[.+$/gm) ?? [];
    const named = rows.flatMap((row) => row.split('|')[1]?.match(/\b(?:[A-Z][a-z]*){2,}\b/g) ?? []);
    expect(named.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  test('of a worker that a person has to decide has its row, kind by kind', () => {
    const source = readdirSync(new URL('apps/worker/src/', root), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => /alerts\.ts$/.test(file))
      .map((file) => read(`apps/worker/src/${file}`))
      .join('\n');
    const kinds = /type AlertKind =([^;]+);/.exec(source)?.[1]?.match(/'\w+'/g) ?? [];
    const rows = read(`${folder}sale-stuck.md`).match(/^\| `(\w+)` /gm) ?? [];
    const named = rows.map((row) => row.replace(/\W/g, ''));
    expect(named.sort()).toEqual(kinds.map((kind) => kind.slice(1, -1)).sort());
  });
});

describe.each(pages)('the page %s', (page) => {
  const text = read(`${folder}${page}`);
  const code = [...text.matchAll(/`([^`\n]+)`|```sh\n([\s\S]*?)```/g)].flatMap(
    ([, inline = '', block = '']) => [inline, ...block.split('\n')],
  );
  const found = (pattern: RegExp) =>
    code.flatMap((line) => [...line.matchAll(pattern)].map(([, name = '']) => name));

  test('names only commands that exist', () => {
    expect(found(/\bnpm run ([\w:-]+)/g).filter((name) => !scripts[name])).toEqual([]);
    const programs = found(/\bnode (\w+)\.mjs/g);
    const missing = programs.filter(
      (name) =>
        !existsSync(new URL(`apps/worker/src/programs/${name}.ts`, root)) &&
        !existsSync(new URL(`apps/api/src/programs/${name}.ts`, root)),
    );
    expect(missing).toEqual([]);
  });

  test('names only services, screens and routes that exist', () => {
    const compose = found(/^ *docker compose (?:up|restart|logs|stop|start) (.+)$/g)
      .flatMap((rest) => rest.replace(/--tail \d+/, '').split(/\s+/))
      .filter((word) => word && !word.startsWith('-'));
    expect(compose.filter((name) => !services.includes(name))).toEqual([]);
    const screens = found(/^(\/dashboard\/[\w/-]+)/g);
    const missing = screens.filter(
      (screen) => !existsSync(new URL(`apps/admin-web/app${screen}/page.tsx`, root)),
    );
    expect(missing).toEqual([]);
    const routes = [...found(/^(?:GET|POST|PUT) (\/\S+)/g), ...found(/\$API(\/\S+)/g)];
    const known = routes.map((route) => route.replace(/\$\w+|\{\w+\}/g, '*'));
    expect(known.filter((route) => !paths.includes(route))).toEqual([]);
  });

  test('links only to what is there', () => {
    for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#\s]*)(?:#([\w-]+))?\)/g)) {
      const file = new URL(target || page, new URL(folder, root));
      expect(existsSync(file), `${target}`).toBe(true);
      if (anchor) {
        expect(anchorsIn(readFileSync(file, 'utf8')), `${target}#${anchor}`).toContain(anchor);
      }
    }
  });
});
