/**
 * Uses the first provider that works. A provider is `{ name, probe, provide }`: `probe` only reads,
 * `provide` installs or downloads. If `provide` fails, the next provider is tried, unless the error is
 * fatal: a server that the user named is never replaced by another one.
 */
export async function provideFirst(providers, subject, context) {
  const tried = [];
  for (const provider of providers) {
    const verdict = await provider.probe(subject, context);
    if (!verdict.ok) {
      tried.push(`${provider.name}: ${verdict.detail}`);
      continue;
    }
    try {
      const source = await provider.provide(subject, context, verdict);
      return { provider: provider.name, detail: verdict.detail, source };
    } catch (error) {
      if (error.fatal) {
        throw error;
      }
      tried.push(`${provider.name}: ${firstLine(error)}`);
    }
  }
  const lines = tried.map((line) => `  - ${line}`).join('\n');
  throw new Error(`${subject.title} is missing.\n${lines}\n${subject.hint}`);
}

/** Which provider would be used, without doing anything: `{ ok, provider, detail, tried }`. */
export async function predictFirst(providers, subject, context) {
  const tried = [];
  for (const provider of providers) {
    const { ok, detail, fix } = await provider.probe(subject, context);
    if (ok) {
      return { ok, provider: provider.name, detail, tried };
    }
    tried.push({ provider: provider.name, detail, fix });
  }
  return { ok: false, tried, hint: subject.hint };
}

const firstLine = (error) => (error.stderr || error.message || String(error)).trim().split('\n')[0];
