/**
 * Converts days as the user picks them (`2026-06-01`, in the reader's zone) into the moments of an API
 * filter: from the start of the first day to the end of the last. Invalid days are left out.
 */
export function dayRange(from: string, to: string): { from?: string; to?: string } {
  const first = startOf(from, 0);
  const next = startOf(to, 1);
  return {
    ...(first === null ? {} : { from: new Date(first).toISOString() }),
    ...(next === null ? {} : { to: new Date(next - 1).toISOString() }),
  };
}

function startOf(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) {
    return null;
  }
  // Adds days and not hours: a day on which the clocks change has 23 or 25 hours.
  const at = new Date(year, month - 1, date + later).getTime();
  return Number.isNaN(at) ? null : at;
}
