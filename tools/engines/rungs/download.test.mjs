import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../../stand-ins/commands.mjs';
import { catalogue } from '../catalogue.mjs';
import { download } from './download.mjs';

/** An npm that installs a downloader whose `getPath` runs this body. */
const npmWith = (body) => `
place="$3/node_modules/${catalogue.mongo.memoryServer.package}"
/bin/mkdir -p "$place"
/bin/cat > "$place/index.js" <<'END'
exports.MongoBinary = { async getPath({ downloadDir }) { ${body} } };
END`;

test('what was downloaded is kept for the next clone', async (t) => {
  const npm = npmWith(`
    const file = downloadDir + '/mongod-x64';
    require('node:fs').writeFileSync(file, '#!/bin/sh\\necho db version v7.0.24', { mode: 0o755 });
    return file;`);
  const { home, context } = machineWith(t, { npm });
  const source = await download.provide(catalogue.mongo, context);
  assert.equal(source.path, join(home, '.cache/flash-sale/bin/mongod'));
  assert.equal(existsSync(source.path), true);
});

test('a download that is refused gives its reason', async (t) => {
  const { context } = machineWith(t, { npm: npmWith("throw new Error('no such archive');") });
  await assert.rejects(download.provide(catalogue.mongo, context), /no such archive/);
});

test('a network that answers nothing does not hold up the start', async (t) => {
  const hang = 'setInterval(() => {}, 1000); return new Promise(() => {});';
  const { context } = machineWith(t, { npm: npmWith(hang) });
  const soon = { ...context, stalledMs: 300 };
  await assert.rejects(download.provide(catalogue.mongo, soon), /does not get on/);
});
