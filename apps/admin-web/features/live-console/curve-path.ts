import type { Sample } from './rates.ts';

/** The drawing is stretched to its box, so these are shares of it and no pixels. */
export const WIDTH = 1_000;
export const HEIGHT = 100;

export interface Frame {
  from: number;
  to: number;
  max: number;
}

export function linePath(samples: readonly Sample[], frame: Frame): string {
  return samples
    .filter(({ at }) => at >= frame.from && at <= frame.to)
    .map((sample, index) => `${index === 0 ? 'M' : 'L'}${pointOf(sample, frame)}`)
    .join('');
}

/** The line, closed along the axis. */
export function areaPath(samples: readonly Sample[], frame: Frame): string {
  const seen = samples.filter(({ at }) => at >= frame.from && at <= frame.to);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return '';
  const foot = (sample: Sample) => pointOf({ at: sample.at, value: 0 }, frame);
  return `${linePath(seen, frame)}L${foot(last)}L${foot(first)}Z`;
}

function pointOf({ at, value }: Sample, { from, to, max }: Frame): string {
  const x = ((at - from) / (to - from)) * WIDTH;
  const y = HEIGHT - (Math.min(value, max) / max) * HEIGHT;
  return `${round(x)} ${round(y)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
