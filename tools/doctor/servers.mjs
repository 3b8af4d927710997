import { catalogue } from '../engines/catalogue.mjs';
import { withClient } from '../engines/replica-set.mjs';
import { hostsOf } from '../engines/rungs/explicit.mjs';
import { canConnect } from '../process/ports.mjs';

/** Servers that the user named are not configured by us, so what the product needs is asked for. */
export async function readServers(env) {
  const named = Object.values(catalogue).flatMap((engine) => {
    const variable = engine.urlVariables.find((name) => env[name]);
    return variable ? [{ engine, variable, url: env[variable] }] : [];
  });
  const findings = await Promise.all(named.map(examineServer));
  return findings.flat();
}

async function examineServer({ engine, variable, url }) {
  const hosts = hostsOf(url, engine.defaultPort);
  const answers = await Promise.all(hosts.map(({ host, port }) => canConnect(port, host)));
  const ok = hosts.length === 0 || answers.includes(true);
  const next = `Start ${engine.title} there, or unset ${variable}.`;
  const reach = { what: variable, ok, detail: ok ? 'answers' : 'nothing answers', next };
  return ok && engine.name === 'mongo' ? [reach, await examineLifetime(url)] : [reach];
}

/** A process killed inside a transaction blocks its sale for as long as this server allows. */
async function examineLifetime(url) {
  const what = 'transactionLifetimeLimitSeconds';
  const next = 'On the server: --setParameter transactionLifetimeLimitSeconds=3';
  try {
    const seconds = await withClient(url, async (client) => {
      const answer = await client.db('admin').command({ getParameter: 1, [what]: 1 });
      return answer[what];
    });
    return { what, needed: false, ok: seconds <= 5, detail: `${seconds} s`, next };
  } catch (error) {
    return { what, needed: false, ok: false, detail: `not readable: ${error.message}`, next };
  }
}
