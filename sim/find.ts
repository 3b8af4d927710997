import { playHistory } from './world/history.ts';
import { plantedBugs, reviewFindings } from './world/planted.ts';

const [max = '1000', only = ''] = process.argv.slice(2);
for (const [name, planted] of Object.entries({ ...plantedBugs, ...reviewFindings })) {
  if (!name.includes(only)) continue;
  let found = '';
  let n = 0;
  for (; n < Number(max) && !found; n += 1) {
    const told = await playHistory(1 + n, planted);
    if (told.findings[0]) found = told.findings.map(({ code, detail }) => `${code} ${detail.slice(0, 60)}`).join('; ').slice(0, 200);
  }
  console.log(found ? `${n}` : `NOT in ${n}`, name, '->', found);
}
