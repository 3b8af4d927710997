import type { AdminSale } from '@flash/shared-types';
import { formatTime } from '@flash/web';
import { List, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { useApiQuery } from '../../../lib/use-api-query.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { zoneTime } from '../../kit/when.tsx';
import { checklist, verdictOf } from '../../sales/form/checklist.ts';
import { plannedSale } from '../../sales/form/planned.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { saleNouns } from './stale-nouns.ts';

/** Publishes a draft as it is; a draft that was edited meanwhile is refused by its version. */
export function ScheduleDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  // As it was when the dialog opened: the times that are confirmed are those that are published.
  const [sale] = useState(view.sale);
  const { data: system } = useApiQuery(['system'], (signal) => team.system({ signal }));
  const checks = checklist({ ...plannedSale(sale), isDraft: null }, system, view.now);
  const open = checks.filter(({ state }) => state === 'stop' || state === 'look');
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Schedule the sale',
        effect: `${startWords(sale, view.now)} Buyers can see the sale as soon as it is scheduled.`,
        fields: (
          <div>
            <Text size="sm" fw={600}>
              {verdictOf(checks)}
            </Text>
            {open.length > 0 && (
              <List size="sm">
                {open.map(({ name, words }) => (
                  <List.Item key={name}>
                    {name}: {words}
                  </List.Item>
                ))}
              </List>
            )}
          </div>
        ),
        isReady: Date.parse(sale.endsAt) > view.now,
        button: 'Schedule the sale',
        reasonLabel: null,
        run: () =>
          team.updateSale({
            params: { id: sale.id },
            body: { draft: false },
            ifVersion: sale.version,
          }),
        done: <DoneLine saleId={sale.id}>{`${sale.name} is scheduled.`}</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

export function startWords(sale: Pick<AdminSale, 'startsAt' | 'timeZone'>, now: number): string {
  const { startsAt, timeZone } = sale;
  if (Date.parse(startsAt) <= now) return 'The start has passed: the sale opens immediately.';
  const here = formatTime(startsAt);
  const there = formatTime(startsAt, timeZone);
  return `The sale starts ${here} your time, ${there} (${zoneTime(timeZone)}).`;
}
