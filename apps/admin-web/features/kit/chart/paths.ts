/** A value and the moment at which it was true. */
export interface Sample {
  at: number;
  value: number;
}

/** The part of time and values that a drawing shows. */
export interface Frame {
  from: number;
  to: number;
  max: number;
}

/** A line joins measured values; steps keep a running total until the next sample. */
export type Shape = 'line' | 'steps';

/** The drawing is stretched to its box, so these are shares of the box and not pixels. */
export const WIDTH = 1_000;
export const HEIGHT = 100;

export function curvePath(samples: readonly Sample[], frame: Frame, shape: Shape): string {
  const [first, ...rest] = within(samples, frame);
  if (!first) {
    return '';
  }
  const start = `M${xOf(first, frame)} ${yOf(first, frame)}`;
  if (shape === 'line') {
    return start + rest.map((one) => `L${xOf(one, frame)} ${yOf(one, frame)}`).join('');
  }
  return `${start}${rest.map((one) => `H${xOf(one, frame)}V${yOf(one, frame)}`).join('')}H${WIDTH}`;
}

/** The curve, closed along the axis. */
export function areaPath(samples: readonly Sample[], frame: Frame, shape: Shape): string {
  const shown = within(samples, frame);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) {
    return '';
  }
  const end = shape === 'steps' ? WIDTH : xOf(last, frame);
  return `${curvePath(shown, frame, shape)}L${end} ${HEIGHT}L${xOf(first, frame)} ${HEIGHT}Z`;
}

/** 1, 2 or 5 times a power of ten, so that the axis rarely changes while values move. */
export function axisMax(samples: readonly Sample[]): number {
  const most = samples.reduce((max, { value }) => Math.max(max, value), 0);
  if (most <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5].find((step) => step * power >= most) ?? 10) * power;
}

const within = (samples: readonly Sample[], { from, to }: Frame) =>
  samples.filter(({ at }) => at >= from && at <= to);

const xOf = ({ at }: Sample, { from, to }: Frame) =>
  round(((at - from) / Math.max(1, to - from)) * WIDTH);

const yOf = ({ value }: Sample, { max }: Frame) =>
  round(HEIGHT - (Math.min(value, max) / Math.max(1, max)) * HEIGHT);

const round = (value: number) => Math.round(value * 10) / 10;
