'use client';

import type { AdminSale, Role } from '@flash/shared-types';
import { formatMoney, formatTime } from '@flash/web';
import { Group, Tabs } from '@mantine/core';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { addresses, idIn, partIn, type SalePart } from '../../lib/addresses.ts';
import { leaveGuard } from '../../lib/leave-guard.ts';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { PhaseBadge } from '../kit/phase-badge.tsx';
import { readersZone } from '../kit/when.tsx';
import { ChecklistPanel } from '../sales/form/checklist-panel.tsx';
import { isAhead, plannedSale } from '../sales/form/planned.ts';
import { SaleMenu } from '../sales/sale-menu.tsx';
import { SaleThumb } from '../sales/sale-thumb.tsx';
import classes from '../sales/sales.module.css';
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
  const { team } = useMember();
  const id = idIn(usePathname());
  const asked = useAsk(['sale', id], (signal) => team.getSale({ params: { id }, signal }), {
    everyMs: REFRESH_MS,
  });
  return (
    <Loaded asked={asked}>
      {(sale) => (
        <SaleContext value={sale}>
          <SaleHead sale={sale} />
          <SaleTabs sale={sale} />
          <BeforeLive sale={sale} />
          {children}
        </SaleContext>
      )}
    </Loaded>
  );
}

function SaleHead({ sale }: { sale: AdminSale }) {
  const [action, setAction] = useState<Action | null>(null);
  const router = useRouter();
  const onClose = () => setAction(null);
  // A sale that was deleted has no page any more.
  const act = (next: Action, isLast = false) => {
    setAction({
      ...next,
      run: async (given) => {
        const answer = await next.run(given);
        if (answer.ok && isLast) router.push(addresses.sales);
        return answer;
      },
      stale: isLast ? ['sales', 'audit'] : next.stale,
    });
  };
  return (
    <>
      <PageHead
        title={
          <span className={classes.title}>
            {sale.picture && <SaleThumb sale={sale} />}
            <span className={classes.nameWords}>{sale.name}</span> <PhaseBadge phase={sale.phase} />
          </span>
        }
        actions={<SaleMenu sale={sale} onAct={act} />}
      >
        <SaleFacts sale={sale} />
      </PageHead>
      <ActionDialog action={action} onClose={onClose} />
    </>
  );
}

function SaleTabs({ sale }: { sale: AdminSale }) {
  const pathname = usePathname();
  const router = useRouter();
  const { may } = useMember();
  const go = (part: string | null) =>
    leaveGuard.leave(() => router.push(addresses.sale(sale.id, (part ?? 'live') as SalePart)));
  return (
    <Tabs value={partIn(pathname)} onChange={go} mb="lg" keepMounted={false}>
      <Tabs.List className={classes.tabs} aria-label="About this sale">
        {parts
          .filter(({ least }) => may(least))
          .map(({ part, label }) => (
            <Tabs.Tab key={part} value={part}>
              {label}
            </Tabs.Tab>
          ))}
      </Tabs.List>
    </Tabs>
  );
}

/** While it is still to come, what has to be right first. */
function BeforeLive({ sale }: { sale: AdminSale }) {
  const part = partIn(usePathname());
  if (!isAhead(sale) || part !== 'live') return null;
  return (
    <div className={classes.before}>
      <ChecklistPanel sale={plannedSale(sale)} />
    </div>
  );
}

function SaleFacts({ sale }: { sale: AdminSale }) {
  const price = formatMoney(sale.pricePerUnitMinor, sale.currency);
  const who = sale.identity === 'guest' ? 'guests' : 'accounts';
  const isElsewhere = sale.timeZone !== readersZone();
  return (
    <Group gap="0 0.75rem" className="numbers">
      <span>
        {formatTime(sale.startsAt)} – {formatTime(sale.endsAt)}
        {isElsewhere && ' your time'}
      </span>
      {isElsewhere && (
        <span>
          {formatTime(sale.startsAt, sale.timeZone)} – {formatTime(sale.endsAt, sale.timeZone)}
        </span>
      )}
      <span>{price}</span>
      <span>for {who}</span>
    </Group>
  );
}
