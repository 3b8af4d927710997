/**
 * Tries rungs from the top. A rung is `{ name, probe, provide }`: `probe` looks and changes nothing,
 * `provide` makes it so. One that promised and then failed is passed over, unless its error is
 * fatal: who names a server wants that one and no other.
 */
export async function climb(rungs, subject, context) {
  const tried = [];
  for (const rung of rungs) {
    const verdict = await rung.probe(subject, context);
    if (!verdict.ok) {
      tried.push(`${rung.name}: ${verdict.detail}`);
      continue;
    }
    try {
      const source = await rung.provide(subject, context, verdict);
      return { rung: rung.name, detail: verdict.detail, source };
    } catch (error) {
      if (error.fatal) {
        throw error;
      }
      tried.push(`${rung.name}: ${firstLine(error)}`);
    }
  }
  const lines = tried.map((line) => `  - ${line}`).join('\n');
  throw new Error(`${subject.title} is missing.\n${lines}\n${subject.hint}`);
}

/** Which rung would carry, without doing anything: `{ ok, rung, detail, tried }`. */
export async function foresee(rungs, subject, context) {
  const tried = [];
  for (const rung of rungs) {
    const { ok, detail, fix } = await rung.probe(subject, context);
    if (ok) {
      return { ok, rung: rung.name, detail, tried };
    }
    tried.push({ rung: rung.name, detail, fix });
  }
  return { ok: false, tried, hint: subject.hint };
}

const firstLine = (error) => (error.stderr || error.message || String(error)).trim().split('\n')[0];
