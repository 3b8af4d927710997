import { catalogue } from './catalogue.mjs';
import { climb } from './climb.mjs';
import { docker } from './rungs/docker.mjs';
import { download } from './rungs/download.mjs';
import { explicit } from './rungs/explicit.mjs';
import { installed } from './rungs/installed.mjs';
import { system } from './rungs/system.mjs';
import { wheel } from './rungs/wheel.mjs';

/** Tried from the top: what the user named, what is here, what can be had without a question. */
export const ladder = [explicit, installed, docker, system, download, wheel];

/** Answers `{ name, rung, detail, source }` of the first rung that carries. */
export async function findEngine(name, { env = process.env, test = false, log = () => {} } = {}) {
  return { name, ...(await climb(ladder, catalogue[name], { env, test, log })) };
}

/** Answers the same for one release of a server, for tests that have to hold on each of them. */
export async function findRelease(name, release, { env = process.env, log = () => {} } = {}) {
  const known = catalogue[name].releases;
  if (!Object.hasOwn(known, release)) {
    throw new Error(
      `There is no ${name} "${release}". Choose from: ${Object.keys(known).join(', ')}`,
    );
  }
  const title = `${catalogue[name].title} ${release}`;
  const hint = `Put ${known[release].binary} of this release on PATH.`;
  const subject = { ...catalogue[name], wheel: undefined, ...known[release], title, hint };
  return { name, ...(await climb([exactly(installed), wheel], subject, { env, log })) };
}

/** The rung, for the subject's own release and no newer one. */
const exactly = (rung) => ({
  ...rung,
  probe(subject, context) {
    const verdict = rung.probe(subject, context);
    if (!verdict.ok || verdict.version.join('.') === subject.release.join('.')) return verdict;
    return { ok: false, detail: `${verdict.detail} is not ${subject.release.join('.')}` };
  },
});
