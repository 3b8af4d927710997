'use client';

import type { AdminSale, SearchAnswer } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { useDebouncedValue } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { actionWords } from '../audit/action-words.ts';
import { useOtherScheme } from '../kit/brand.tsx';
import type { IconName } from '../kit/icon.tsx';
import { phaseLabel } from '../kit/mark.tsx';
import { momentOf } from '../kit/when.tsx';
import { signOut } from '../session/use-session.ts';
import { stateWords } from '../waiting-line/words.ts';
import { navItemsFor } from './navigation.ts';

export interface Command {
  id: string;
  label: string;
  /** Synonyms to search by; also shown. */
  hint?: string;
  group: 'Sales' | 'Orders' | 'People' | 'Audit log' | 'Go to' | 'Actions';
  icon: IconName;
  run: () => void;
}

/** Commands that contain every word; those that start with the first word come first. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ label, hint = '' }: Command) => `${label} ${hint}`.toLowerCase();
  const found = commands.filter((command) => words.every((word) => textOf(command).includes(word)));
  const rank = ({ label }: Command) => (label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

type FoundRecord = Omit<Command, 'run'> & { href: string };

/** Orders, people and entries of the audit log that a search has found. */
export function recordsIn({ orders, people, audit }: Omit<SearchAnswer, 'sales'>, q: string) {
  return [
    ...orders.map(
      ({ id, orderCode, userEmail, saleName }): FoundRecord => ({
        id: `order-${id}`,
        label: `Order ${orderCode}`,
        hint: `${userEmail || 'deleted buyer'} · ${saleName}`,
        group: 'Orders',
        icon: 'receipt',
        href: addresses.order(id),
      }),
    ),
    ...people.map(
      ({ flashSaleId, saleName, buyer, name, email, state, position }): FoundRecord => ({
        id: `person-${flashSaleId}-${buyer}`,
        // A guest has no name here: the address that was typed is what is known.
        label: name ?? email ?? q,
        hint: `${saleName} · ${stateWords(state)}${position === null ? '' : `, place ${formatCount(position)}`}`,
        group: 'People',
        icon: 'person',
        href: addresses.person(flashSaleId, buyer),
      }),
    ),
    ...audit.map(
      ({ id, action, at, requestId }): FoundRecord => ({
        id: `audit-${id}`,
        label: actionWords(action),
        hint: `${momentOf(at)} · request ${requestId}`,
        group: 'Audit log',
        icon: 'list',
        href: `${addresses.audit}?${new URLSearchParams({ q: requestId ?? '' })}`,
      }),
    ),
  ];
}

const TYPING_MS = 150;
const SEARCH_LENGTH_MIN = 2;
const SALES_MAX = '6';

interface Found {
  commands: Command[];
  isFetching: boolean;
}

/** Matching sales, orders, people and entries of the audit log, then actions, then pages. */
export function useCommands(query: string, onHelp: () => void): Found {
  const { team, may } = useMember();
  const router = useRouter();
  const { other, change } = useOtherScheme();
  const [q] = useDebouncedValue(query.trim(), TYPING_MS);
  const isSearch = q.length >= SEARCH_LENGTH_MIN;
  const newest = useApiQuery(
    ['sales', 'palette', q],
    (signal) => team.listSales({ query: { q: q || undefined, limit: SALES_MAX }, signal }),
    { enabled: !isSearch },
  );
  const found = useApiQuery(['search', q], (signal) => team.search({ query: { q }, signal }), {
    enabled: isSearch,
  });
  const go = (href: string) => () => router.push(href);

  const saleCommand = (sale: Pick<AdminSale, 'id' | 'name' | 'phase'>): Command => ({
    id: `sale-${sale.id}`,
    label: sale.name,
    hint: phaseLabel(sale.phase),
    group: 'Sales',
    icon: 'bolt',
    run: go(addresses.sale(sale.id)),
  });
  const items = navItemsFor(team.base)
    .filter(({ least }) => may(least))
    .map(
      ({ label, hint, href, icon, isExternal }): Command => ({
        id: `item-${label}`,
        label,
        hint,
        group: 'Go to',
        icon,
        run: isExternal ? () => void open(href, '_blank', 'noreferrer') : go(href),
      }),
    );
  const action = (
    id: string,
    label: string,
    icon: Command['icon'],
    run: () => void,
    hint?: string,
  ) => ({ id, label, icon, run, hint, group: 'Actions' }) satisfies Command;
  const account = go(addresses.account);
  const actions: Command[] = [
    ...(may('operator')
      ? [action('new', 'New sale', 'plus', go(addresses.newSale), 'create, schedule')]
      : []),
    action('account', 'Account and security', 'person', account, 'password, two-factor, sessions'),
    action('scheme', `Use ${other} colours`, 'half', change, 'theme, mode'),
    action('keys', 'Keyboard shortcuts', 'keys', onHelp, 'help'),
    action('leave', 'Sign out', 'leave', () => void signOut(team), 'log out'),
  ];
  const sales = (isSearch ? found.data?.sales : newest.data?.items) ?? [];
  const records = isSearch && found.data ? recordsIn(found.data, q) : [];
  return {
    commands: [
      ...sales.map(saleCommand),
      ...records.map(({ href, ...record }) => ({ ...record, run: go(href) })),
      ...matching(actions, query),
      ...matching(items, query),
    ],
    isFetching: isSearch ? found.isFetching : newest.isFetching,
  };
}
