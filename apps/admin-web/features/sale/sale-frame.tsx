'use client';

import type { AdminSale, Role } from '@flash/shared-types';
import { formatMoney, formatTime } from '@flash/web';
import { Tabs, Text } from '@mantine/core';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { addresses, idIn, partIn, type SalePart } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { PhaseBadge } from '../kit/phase-badge.tsx';
import { SaleContext } from './sale-context.ts';

const REFRESH_MS = 5_000;

const parts: { part: SalePart; label: string; least: Role }[] = [
  { part: 'live', label: 'Live', least: 'viewer' },
  { part: 'line', label: 'Line', least: 'viewer' },
  { part: 'orders', label: 'Orders', least: 'support' },
  { part: 'analytics', label: 'Analytics', least: 'viewer' },
  { part: 'history', label: 'History', least: 'viewer' },
  { part: 'edit', label: 'Edit', least: 'operator' },
];

/** What every page about one sale has: its name, its state and the way to the other pages. */
export function SaleFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const router = useRouter();
  const { team, may } = useMember();
  const id = idIn(pathname);
  const asked = useAsk(['sale', id], (signal) => team.getSale({ params: { id }, signal }), {
    everyMs: REFRESH_MS,
  });
  return (
    <Loaded asked={asked}>
      {(sale) => (
        <SaleContext value={sale}>
          <PageHead
            title={
              <>
                {sale.name} <PhaseBadge phase={sale.phase} />
              </>
            }
          >
            <SaleFacts sale={sale} />
          </PageHead>
          <Tabs
            value={partIn(pathname)}
            onChange={(part) => router.push(addresses.sale(id, (part ?? 'live') as SalePart))}
            mb="lg"
            keepMounted={false}
          >
            <Tabs.List>
              {parts
                .filter(({ least }) => may(least))
                .map(({ part, label }) => (
                  <Tabs.Tab key={part} value={part}>
                    {label}
                  </Tabs.Tab>
                ))}
            </Tabs.List>
          </Tabs>
          {children}
        </SaleContext>
      )}
    </Loaded>
  );
}

function SaleFacts({ sale }: { sale: AdminSale }) {
  const price = formatMoney(sale.pricePerUnitMinor, sale.currency);
  const who = sale.identity === 'guest' ? 'guests' : 'accounts';
  return (
    <Text component="span" size="sm" c="dimmed">
      {formatTime(sale.startsAt)} – {formatTime(sale.endsAt)} · {price} · {who}
    </Text>
  );
}
