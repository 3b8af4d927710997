import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../process/paths.mjs';
import { complaintsAbout, complaintsInFile, isJudged } from './words.mjs';

const refused = [
  'Whoever joins first is served first.',
  'const nobodyWaits = waiting === 0;',
  "test('everybody is told')",
  'It is not known any more.',
  'fix(api): let somebody in',
];

for (const line of refused) {
  test(`refuses ${line}`, () => assert.equal(complaintsAbout(line).length, 1));
}

const accepted = [
  'A buyer who joins first is served first.',
  'const isLineEmpty = waiting === 0;',
  'No more than ten, and not any more than that.',
  'Deedless and unlesting words are other words.',
];

for (const line of accepted) {
  test(`accepts ${line}`, () => assert.deepEqual(complaintsAbout(line), []));
}

test('numeric constants are in capitals, in code only', () => {
  assert.match(complaintsAbout('const waitMs = 5 * 1_000;', 'a.ts')[0], /CAPITALS/);
  assert.deepEqual(complaintsAbout('const WAIT_MS = 5 * 1_000;', 'a.ts'), []);
  assert.deepEqual(complaintsAbout('  const waitMs = 5;', 'a.ts'), []);
  assert.deepEqual(complaintsAbout('const waitMs = 5;', 'a.md'), []);
});

test('a complaint names file and line, and what to write instead', () => {
  const [complaint] = complaintsInFile('docs/a.md', 'fine\nnobody waits');
  assert.match(complaint, /^docs\/a\.md:2 "nobody": write "no buyer"/);
});

test('message files, recordings, the password list and this list are not judged, documents and scripts are', () => {
  const skipped = [
    'apps/site-web/messages/en.json',
    'apps/api/src/app/services/accounts/common-passwords.ts',
    'tools/check/words.mjs',
    'package-lock.json',
    'docs/a.png',
  ];
  assert.deepEqual(skipped.filter(isJudged), []);
  const judged = [
    'docs/architecture.md',
    'apps/api/src/app/services/accounts/auth.ts',
    'libs/reservation/src/lua/join.lua',
    'e2e/support/shop.ts',
  ];
  assert.deepEqual(judged.filter(isJudged), judged);
  for (const file of judged) {
    assert.ok(existsSync(join(root, file)), file);
  }
});
