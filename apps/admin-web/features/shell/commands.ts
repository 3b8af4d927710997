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
import { placesFor } from './places.ts';

export interface Command {
  id: string;
  label: string;
  /** Other words for it; also shown. */
  hint?: string;
  group: 'Sales' | 'Go to' | 'Do';
  icon: IconName;
  run: () => void;
}

/** Every word has to be there somewhere; what begins with the first one comes first. */
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

/** Sales by name, then what can be done from anywhere, then every place. */
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
  const places = placesFor(team.base)
    .filter(({ least }) => may(least))
    .map(
      ({ label, hint, href, icon, isExternal }): Command => ({
        id: `place-${label}`,
        label,
        hint,
        group: 'Go to',
        icon,
        run: isExternal ? () => void open(href, '_blank', 'noreferrer') : go(href),
      }),
    );
  const deed = (id: string, label: string, icon: Command['icon'], run: () => void, hint?: string) =>
    ({ id, label, icon, run, hint, group: 'Do' }) satisfies Command;
  const account = go(addresses.account);
  const deeds: Command[] = [
    ...(may('operator')
      ? [deed('new', 'New sale', 'plus', go(addresses.newSale), 'create, schedule')]
      : []),
    deed('account', 'Account and security', 'person', account, 'password, two-factor, sessions'),
    deed('scheme', `Use ${other} colours`, 'half', change, 'theme, mode'),
    deed('keys', 'Keyboard shortcuts', 'keys', onHelp, 'help'),
    deed('leave', 'Sign out', 'leave', () => void signOut(team), 'log out'),
  ];
  const sales = found.data?.items.map(saleCommand) ?? [];
  return {
    commands: [...sales, ...matching(deeds, query), ...matching(places, query)],
    isFetching: found.isFetching,
  };
}
