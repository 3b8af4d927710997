import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '@flash/database';
import { loadEnv } from '@flash/shared-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { findProgram, findPythonProgram } from '../../tools/engines/programs.mjs';
import { buildChanged } from '../../tools/run/builds.mjs';
import { readRules, recordedIn } from '../prometheus/expressions.ts';

const chart = new URL('flash-sale/', import.meta.url).pathname;
const given = join(chart, 'tests/values.yaml');
const dir = mkdtempSync(join(tmpdir(), 'flash-helm-'));
let helm = '';

interface Container {
  env?: { name: string; value: string }[];
  command?: string[];
}
interface Resource {
  kind: string;
  metadata: { name: string };
  spec: { template: { spec: { containers: Container[] } } };
}

const template = (...args: string[]) =>
  spawnSync(helm, ['template', 'shop', chart, '--kube-version', '1.33.0', ...args], {
    encoding: 'utf8',
  });
const all = ['--set', 'worker.keda.enabled=true', '--set', 'api.autoscaling.streams.enabled=true'];
const resourcesOf = (text: string) =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null);

beforeAll(async () => {
  ({ path: helm } = (await findProgram('helm')).source);
}, 1_800_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the Helm chart', () => {
  test('is one by helm lint, strictly', () => {
    const answer = execFileSync(helm, ['lint', '--strict', chart, '--values', given], {
      encoding: 'utf8',
    });
    expect(answer).toContain('0 chart(s) failed');
  });

  test('keeps what its unit tests say', async () => {
    const { source } = await findProgram('helm-unittest');
    const { status, stdout, stderr } = spawnSync(source.path, ['--strict', chart], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).not.toContain('FAIL');
    expect(status, `${stdout}${stderr}`).toBe(0);
  });

  test.each(['1.28', '1.31', '1.34'])(
    'makes only resources that Kubernetes %s accepts',
    async (release) => {
      const file = join(dir, 'rendered.yaml');
      const rendered = template('--values', given, ...all);
      expect(rendered.status, rendered.stderr).toBe(0);
      // KEDA's kind is none of Kubernetes' own.
      const own = resourcesOf(rendered.stdout).filter(({ kind }) => kind !== 'ScaledObject');
      expect(own.length).toBeGreaterThan(15);
      // As JSON: a YAML 1.1 reader takes an unquoted off for false.
      writeFileSync(file, own.map((one) => `---\n${JSON.stringify(one)}\n`).join(''));
      const [program = '', ...args] = (await findPythonProgram('kubernetes-validate')).command;
      const { status, stdout, stderr } = spawnSync(
        program,
        [...args, '--strict', '--kubernetes-version', release, file],
        { encoding: 'utf8' },
      );
      expect(status, `${stdout}${stderr}`).toBe(0);
      expect(`${stdout}${stderr}`).toContain(`deployment/shop-api against version ${release}`);
    },
    600_000,
  );

  test.each([
    'image.registry',
    'image.tag',
    'urls.api',
    'urls.site',
    'urls.admin',
    'paymentProvider',
    'trustedProxies',
    'secrets.api',
    'secrets.worker',
  ])('does not render without %s, and names it', (name) => {
    const { status, stderr } = template('--values', given, '--set', `${name}=`);
    expect(status).not.toBe(0);
    expect(stderr).toContain(name.split('.').at(-1));
  });

  test('takes no secret as a plain variable', () => {
    const { status } = template('--values', given, '--set', 'env.JWT_SECRET=abc');
    expect(status).not.toBe(0);
  });

  test.each(['api', 'worker'])('starts %s in production with variables that it accepts', (part) => {
    const resources = resourcesOf(template('--values', given).stdout);
    const deployment = resources.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === `shop-${part}`,
    );
    const [container] = deployment?.spec.template.spec.containers ?? [];
    const own = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
    const env = loadEnv({
      ...own,
      BETTER_AUTH_SECRET: 'kq8Zr2mV7xT4bN9cL6wY3pJ5hD1fG0sA',
      JWT_SECRET: 'W7eR4tY1uI8oP5aS2dF9gH6jK3lZ0xCv',
      REDIS_URL: 'redis://api:f1b3@redis:6379',
      MONGODB_URI: 'mongodb://api:f1b3@mongo:27017/flash_sale_db',
      ENV_FILE: '/nonexistent',
    });
    expect(env).toMatchObject({ isProduction: true, adminSignup: 'token', warnings: [] });
  });

  test('has a job whose program the image of the worker holds; it makes the indexes, also where they are', async () => {
    const jobs = resourcesOf(template('--values', given).stdout).filter(
      ({ kind }) => kind === 'Job',
    );
    const [program = '', file = ''] = jobs[0]?.spec.template.spec.containers[0]?.command ?? [];
    await buildChanged(['worker'], { say: () => {} });
    const uri = new URL(process.env.TEST_MONGODB_URI ?? '');
    uri.pathname = `helm-${process.pid}`;
    const env = { PATH: process.env.PATH, MONGODB_URI: uri.href, ENV_FILE: '/nonexistent' };
    const db = await connectDatabase(uri.href);
    try {
      expect(await db.indexesReady()).toBe(false);
      for (const _ of ['first', 'again']) {
        execFileSync(program, [file], { cwd: 'dist/apps/worker', env, stdio: 'pipe' });
        expect(await db.indexesReady()).toBe(true);
      }
    } finally {
      await db.db.dropDatabase();
      await db.close();
    }
  }, 120_000);

  test('scales workers by a series that the rules record', () => {
    const scaled = resourcesOf(template('--values', given, ...all).stdout).filter(
      ({ kind }) => kind === 'ScaledObject',
    );
    const recorded = readRules().flatMap(({ record }) => record ?? []);
    const names = recordedIn(JSON.stringify(scaled));
    expect(names).toHaveLength(1);
    expect(recorded).toContain(names[0]);
  });
});
