import type { AuditEntry, Order, Sale } from '@flash/database';
import { auditExportColumns, exportColumns, exportTitles, orderColumns } from '@flash/shared-types';
import { currencyDecimals } from '@flash/shared-utils';
import { orderItemOf } from '../shared/wire.ts';

/** One row of a table. */
function csvRow(cells: readonly string[]): string {
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
function clockOf(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => format.format(at);
}

/** Headers that make the browser save the answer under this name, and that keep caches from storing it. */
export function tableHeaders(name: string): Record<string, string> {
  return {
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'private, no-store',
  };
}

type Column = (typeof exportColumns)[number];

const auditTitles: Record<(typeof auditExportColumns)[number], string> = {
  at: 'Time',
  actor: 'Who',
  role: 'Role',
  action: 'Action',
  flashSaleId: 'Sale id',
  subject: 'Subject',
  reason: 'Reason',
  before: 'Before',
  after: 'After',
  ip: 'IP address',
  requestId: 'Request id',
  outcome: 'Outcome',
};

/** Moments of the table are those of a zone, so their columns name it. */
function titleIn(timeZone: string, title: string, column: string): string {
  return ['at', 'createdAt', 'updatedAt'].includes(column) ? `${title} (${timeZone})` : title;
}

/** `orders-night-runner-2-6650f1a2`: by name for people, and unique by the beginning of the id. */
export function tableName(what: string, sale: Pick<Sale, 'id' | 'name'> | null): string {
  if (!sale) {
    return what;
  }
  const words = sale.name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .toLowerCase();
  return [what, words, sale.id.slice(-8)].filter(Boolean).join('-');
}

/** Stands in for the address of a buyer whose data was deleted. */
const FORGOTTEN = '(forgotten)';

export function columnsOf(text: string | undefined): readonly Column[] {
  if (text === undefined) {
    return orderColumns;
  }
  const wanted = new Set(text.split(','));
  const known = exportColumns.filter((column) => wanted.has(column));
  return known.length > 0 ? known : orderColumns;
}

/** One line of the table after the other; times in the zone that was asked for. */
export async function* ordersCsv(
  orders: AsyncIterable<Order>,
  options: {
    columns: readonly Column[];
    timeZone: string;
    saleName: (id: string) => Promise<string>;
  },
): AsyncGenerator<string> {
  const clock = clockOf(options.timeZone);
  const { columns, timeZone } = options;
  yield csvRow(columns.map((column) => titleIn(timeZone, exportTitles[column], column)));
  for await (const order of orders) {
    const { id, orderCode, flashSaleId, userEmail, unit, paymentStatus, totalAmount, currency } =
      orderItemOf(order);
    const cells: Record<Column, string> = {
      id,
      orderCode,
      saleName: await options.saleName(order.saleId),
      flashSaleId,
      userEmail: userEmail || FORGOTTEN,
      unit: String(unit),
      paymentStatus,
      totalAmount: totalAmount.toFixed(currencyDecimals(currency) ?? 2),
      currency,
      createdAt: clock(order.createdAt),
      updatedAt: clock(order.updatedAt),
      ...contactCells(order),
    };
    yield csvRow(options.columns.map((column) => cells[column]));
  }
}

/** A cell of what was not given, or was deleted with its buyer, is empty. */
function contactCells({ contact }: Order) {
  const address = contact?.address;
  return {
    name: contact?.name ?? '',
    phone: contact?.phone ?? '',
    addressLine1: address?.line1 ?? '',
    addressLine2: address?.line2 ?? '',
    postcode: address?.postcode ?? '',
    city: address?.city ?? '',
    region: address?.region ?? '',
    country: address?.country ?? '',
  };
}

/** The audit log as a table, one row per entry; the states before and after are JSON. */
export async function* auditCsv(
  entries: AsyncIterable<AuditEntry>,
  timeZone: string,
): AsyncGenerator<string> {
  const clock = clockOf(timeZone);
  yield csvRow(auditExportColumns.map((column) => titleIn(timeZone, auditTitles[column], column)));
  for await (const entry of entries) {
    const cells: Record<(typeof auditExportColumns)[number], string | null> = {
      at: clock(entry.at),
      actor: entry.actor.email ?? entry.actor.name ?? entry.actor.id,
      role: entry.actor.role,
      action: entry.action,
      flashSaleId: entry.saleId,
      subject: entry.subject,
      reason: entry.reason,
      before: textOf(entry.before),
      after: textOf(entry.after),
      ip: entry.ip,
      requestId: entry.requestId,
      outcome: entry.outcome,
    };
    yield csvRow(auditExportColumns.map((column) => cells[column] ?? ''));
  }
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
