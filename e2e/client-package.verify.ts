import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packClient } from '../tools/release/pack-client.mjs';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'flash-foreign-'));
const run = (command: string, args: string[], cwd = folder) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

let packed: string;
beforeAll(async () => {
  packed = await packClient(join(folder, 'packed'));
  mkdirSync(join(folder, 'project'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('publint finds no fault in the package', async () => {
  const { messages } = await publint({ pkgDir: join(folder, 'packed'), strict: true });
  expect(messages).toEqual([]);
});

const program = `
import { type BuyerState, checkAdmission, createBuyer } from '@flash/client';

const buyer = createBuyer({ api: 'https://api.shop.example', saleId: 's1' });
const end: () => void = buyer.subscribe(({ step, position }: BuyerState) => console.log(step, position));
end();
const admission = await checkAdmission({ api: 'http://127.0.0.1:9', saleId: 's1', ticket: 't' });
const reason: string = admission.admitted ? admission.expiresAt : admission.reason;
// @ts-expect-error An address is needed.
export const wrong = () => createBuyer({ saleId: 's1' });
if (buyer.state().step !== 'loading' || reason !== 'OFFLINE') {
  throw new Error('unexpected');
}
`;

test('a foreign project installs the package, checks its types strictly and runs it', () => {
  const project = join(folder, 'project');
  writeFileSync(join(project, 'package.json'), '{"name":"foreign","type":"module","private":true}');
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    // The declarations of the package are checked as well.
    skipLibCheck: false,
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['main.ts'] }),
  );
  writeFileSync(join(project, 'main.ts'), program);
  const quiet = ['--no-audit', '--no-fund', '--offline'];
  expect(run('npm', ['install', ...quiet, packed], project)).toMatchObject({ status: 0 });
  expect(run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], project)).toEqual({
    status: 0,
    output: '',
  });
  const ran = run(process.execPath, ['main.js'], project);
  expect(ran).toMatchObject({ status: 0, output: expect.stringContaining('loading') });
});
