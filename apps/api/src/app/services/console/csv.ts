/** One row of a table. */
export function rowOf(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/**
 * A table program would take a cell that begins like this for a formula, and run it; some read wide
 * signs too. Every cell is quoted: where the list separator is a semicolon or a tab, an unquoted cell
 * would be cut at one, and its second half could begin like a formula.
 */
function cellOf(text: string): string {
  const harmless = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Moments as the clocks of a zone show them. */
export function clockOf(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => format.format(at);
}

/** What an answer needs to be saved under this name, and by nobody in between. */
export function tableHeaders(name: string): Record<string, string> {
  return {
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'private, no-store',
  };
}
