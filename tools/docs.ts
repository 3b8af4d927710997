// npm run docs: writes what is generated: docs/errors.md, .env.sample, .env.docker, the README's table of variables,
// the events in docs/webhooks.md, the tables of sizes in docs/scaling.md and the dashboards of Grafana.
import { readFileSync, writeFileSync } from 'node:fs';
import { SIZING_MARKERS, sizingMarkdown } from '../apps/api/src/app/services/preflight/sizing.ts';
import { dashboards } from '../infra/grafana/definitions.ts';
import { grafanaJson } from '../infra/grafana/grafana.ts';
import { envDocker, envSample, withEnvTable } from '../libs/shared-config/src/env/env-table.ts';
import { errorsMarkdown } from '../libs/shared-types/src/errors.ts';
import { withWebhookEvents } from '../libs/shared-types/src/team/webhook-events.ts';

const at = (name: string) => new URL(`../${name}`, import.meta.url);

writeFileSync(at('docs/errors.md'), errorsMarkdown());
writeFileSync(at('.env.sample'), envSample());
writeFileSync(at('.env.docker'), envDocker());
for (const [name, dashboard] of Object.entries(dashboards)) {
  writeFileSync(at(`infra/grafana/dashboards/${name}.json`), grafanaJson(dashboard));
}
const readme = withEnvTable(readFileSync(at('README.md'), 'utf8'));
if (readme === null) {
  throw new Error('README.md has no <!-- env --> and <!-- /env --> markers.');
}
writeFileSync(at('README.md'), readme);
const webhooks = withWebhookEvents(readFileSync(at('docs/webhooks.md'), 'utf8'));
if (webhooks === null) {
  throw new Error('docs/webhooks.md has no <!-- events --> and <!-- /events --> markers.');
}
writeFileSync(at('docs/webhooks.md'), webhooks);

const scaling = readFileSync(at('docs/scaling.md'), 'utf8');
const [from, to] = SIZING_MARKERS.map((marker) => scaling.indexOf(marker));
if (from === undefined || to === undefined || from < 0 || to < from) {
  throw new Error(`docs/scaling.md has no ${SIZING_MARKERS.join(' and ')} markers.`);
}
writeFileSync(
  at('docs/scaling.md'),
  scaling.slice(0, from) + sizingMarkdown() + scaling.slice(to + SIZING_MARKERS[1].length),
);
