import type { Figure } from './bench.ts';

/** A table for people; no host name, no path: only what the figures depend on. */
export function renderFigures(
  figures: readonly Figure[],
  { node, cores }: { node: string; cores: number },
): string {
  const rows = figures.map(({ what, value, unit, goal }) => [what, format(value, unit), goal]);
  const table = [['measured', 'value', 'aim'], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const title = `Node ${node}, ${cores} cores, load generator on the same machine`;
  return [title, lines[0], rule, ...lines.slice(1)].join('\n');
}

function format(value: number, unit: string): string {
  const digits = value < 100 && !Number.isInteger(value) ? 1 : 0;
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${unit}`.trim();
}
