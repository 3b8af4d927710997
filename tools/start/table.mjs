/** One table: what runs, where, and how to get in. */
export function renderTable(run, { seconds, stop = 'Ctrl-C' } = {}) {
  const rows = [
    ['Shop', run.site],
    ['Admin', run.admin],
    ['API', run.api],
    ['API docs', `${run.api}/docs`],
    ['Worker', run.workerMetrics],
    ...run.apis.slice(1).map((url) => ['API', url]),
    ...run.workers.slice(1).map((url) => ['Worker', `${url}/metrics`]),
    ['Set-up link', run.setupLink],
    ...(run.demo ? [['Log-in', `${run.demo.ownerEmail} / ${run.demo.ownerPassword}`]] : []),
  ].filter(([, value]) => value);
  const width = Math.max(...rows.map(([label]) => label.length));
  const length = Math.max(...rows.map(([, value]) => value.length));
  const rule = `+${'-'.repeat(width + 2)}+${'-'.repeat(length + 2)}+`;
  const lines = rows.map(
    ([label, value]) => `| ${label.padEnd(width)} | ${value.padEnd(length)} |`,
  );
  return [
    rule,
    ...lines,
    rule,
    `Ready after ${seconds.toFixed(1)} s. ${stop} stops everything.`,
  ].join('\n');
}
