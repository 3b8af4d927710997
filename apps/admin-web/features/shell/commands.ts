'use client';

import type { AdminSale } from '@flash/shared-types';
import { useDebouncedValue } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useOtherScheme } from '../kit/brand.tsx';
import type { IconName } from '../kit/icon.tsx';
import { phaseLabel } from '../kit/mark.tsx';
import { signOut } from '../session/use-session.ts';
import { navItemsFor } from './navigation.ts';

export interface Command {
  id: string;
  label: string;
  /** Synonyms to search by; also shown. */
  hint?: string;
  group: 'Sales' | 'Go to' | 'Actions';
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

const TYPING_MS = 150;
const SALES_MAX = '6';

interface Found {
  commands: Command[];
  isFetching: boolean;
}

/** Matching sales, then actions, then pages. */
export function useCommands(query: string, onHelp: () => void): Found {
  const { team, may } = useMember();
  const router = useRouter();
  const { other, change } = useOtherScheme();
  const [q] = useDebouncedValue(query.trim(), TYPING_MS);
  const found = useApiQuery(['sales', 'palette', q], (signal) =>
    team.listSales({ query: { q: q || undefined, limit: SALES_MAX }, signal }),
  );
  const go = (href: string) => () => router.push(href);

  const saleCommand = (sale: AdminSale): Command => ({
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
  const sales = found.data?.items.map(saleCommand) ?? [];
  return {
    commands: [...sales, ...matching(actions, query), ...matching(items, query)],
    isFetching: found.isFetching,
  };
}
