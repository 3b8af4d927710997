import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const runner = resolve(root, 'node_modules/@playwright/test/cli.js');

test('every journey passes in a real browser', async () => {
  const args = [runner, 'test', '-c', 'e2e/playwright.config.ts'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});
