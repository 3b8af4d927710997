import { playHistory } from './world/history.ts';

// node --import tsx sim/run.ts <seed> [count]: plays histories and says what they broke.
const [first = '1', count = '1'] = process.argv.slice(2);
const startedAt = process.hrtime.bigint();
let bad = 0;
const totals = { steps: 0, crashes: 0, restarts: 0, losses: 0, confirmed: 0 };
const codes = new Map<string, number>();
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  const told = await playHistory(seed, {}, process.env.TRACE ? (line) => console.log(line) : undefined);
  for (const key of Object.keys(totals) as (keyof typeof totals)[]) {
    totals[key] += told[key];
  }
  bad += told.findings.length > 0 ? 1 : 0;
  for (const { code, detail } of told.findings) {
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if ((codes.get(code) ?? 0) < 4) {
      console.log(`seed ${seed}: ${code}: ${detail.slice(0, 400)}`);
    }
  }
}
const ms = Number(process.hrtime.bigint() - startedAt) / 1e6 / Number(count);
console.log(
  `${count} histories, ${bad} broke a rule, ${ms.toFixed(1)} ms each`,
  totals,
  Object.fromEntries(codes),
);
