'use client';

import type { AdminSale } from '@flash/shared-types';
import { Tabs } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { addresses, type SalePart } from '../../lib/addresses.ts';
import { leaveGuard } from '../../lib/leave-guard.ts';
import { useMember } from '../../lib/member.ts';
import classes from '../sales/sales.module.css';
import { parts } from './parts.ts';

export function SaleTabs({ sale, part }: { sale: AdminSale; part: SalePart }) {
  const router = useRouter();
  const { may } = useMember();
  const go = (next: string | null) =>
    leaveGuard.leave(() => router.push(addresses.sale(sale.id, (next ?? 'live') as SalePart)));
  return (
    <Tabs value={part} onChange={go} mb="lg" keepMounted={false}>
      <Tabs.List className={classes.tabs} aria-label="About this sale">
        {parts
          .filter(({ least }) => may(least))
          .map(({ part: value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
      </Tabs.List>
    </Tabs>
  );
}
