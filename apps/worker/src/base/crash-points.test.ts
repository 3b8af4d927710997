import { describe, expect, test } from 'vitest';
import { createCrashHook } from './crash-points.ts';

function deathsOf(fault: string | undefined, isProduction = false) {
  let deaths = 0;
  const crash = createCrashHook(fault, { isProduction, die: () => (deaths += 1) });
  return { crash, deaths: () => deaths };
}

describe('crash points', () => {
  test('die at the named point, the named time, and only once', () => {
    const { crash, deaths } = deathsOf('G1:2');
    crash('G0');
    crash('G1');
    expect(deaths()).toBe(0);
    crash('G1');
    crash('G1');
    expect(deaths()).toBe(1);
  });

  test.each([undefined, '', 'G1:x', 'rm -rf'])('are silent when told %j', (fault) => {
    const { crash, deaths } = deathsOf(fault);
    crash('G1');
    expect(deaths()).toBe(0);
  });

  test('never kill a process in production', () => {
    const { crash, deaths } = deathsOf('G1:1', true);
    crash('G1');
    expect(deaths()).toBe(0);
  });
});
