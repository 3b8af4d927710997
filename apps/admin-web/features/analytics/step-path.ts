export interface Frame {
  from: number;
  to: number;
  max: number;
  width: number;
  height: number;
}

/**
 * The outline of running totals: they stay as they are until the next point, so the line goes in
 * steps and never claims a value between two of them.
 */
export function stepPath(
  points: readonly { at: number; value: number }[],
  { from, to, max, width, height }: Frame,
): string {
  const span = Math.max(1, to - from);
  const x = (at: number) => round(((at - from) / span) * width);
  const y = (value: number) => round(height - (value / Math.max(1, max)) * height);
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map(({ at, value }) => `H${x(at)}V${y(value)}`);
  return `M${x(first.at)} ${y(first.value)}${steps.join('')}H${width}`;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** A round number that is not smaller, for the top of an axis. */
export function roundUp(value: number): number {
  if (value <= 10) return Math.max(1, Math.ceil(value));
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}
