import type { PrivacyExport } from '@flash/shared-types';

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString()} ${number === 1 ? one : many}`;

/** What is kept about a person, in one line each; empty when nothing is. */
export function keptWords({ account, orders, places, audit }: PrivacyExport): string[] {
  const sessions = account ? count(account.sessions.length, 'session', 'sessions') : '';
  return [
    ...(account ? [`An account: ${account.name}, ${account.email}, ${sessions}`] : []),
    ...(orders.length > 0 ? [count(orders.length, 'order', 'orders')] : []),
    ...(places.length > 0
      ? [`${count(places.length, 'place', 'places')} in sales that are not put away yet`]
      : []),
    ...(audit.length > 0
      ? [`${count(audit.length, 'entry', 'entries')} of the audit log that name the address`]
      : []),
  ];
}

/** The copy that is handed over: a name that a file system takes, whatever the address holds. */
export const fileNameOf = ({ email }: Pick<PrivacyExport, 'email'>): string =>
  `kept-about-${email.replace(/[^a-z0-9.-]+/gi, '-')}.json`;
