import { formatCount } from '@flash/web';
import { NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { units } from '../stage-words.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { floorOf, stockFault } from './floor.ts';
import { saleNouns } from './stale-nouns.ts';

export function StockDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { overview } = view;
  const { stock, sold, held, claimed, waiting } = overview;
  const [sign, setSign] = useState<'add' | 'remove'>('add');
  const [amount, setAmount] = useState<number | string>('');
  const by = typeof amount === 'number' ? amount * (sign === 'add' ? 1 : -1) : null;
  const fault = stockFault(overview, by);
  const next = stock + (by ?? 0);
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Add or remove stock',
        effect: `${formatCount(sold)} sold, ${formatCount(held)} on hold and ${formatCount(claimed)} in payment, so the stock cannot go below ${formatCount(floorOf(overview))}.`,
        fields: (
          <Stack gap="xs">
            <SegmentedControl
              aria-label="Add or remove"
              value={sign}
              onChange={(value) => setSign(value === 'remove' ? 'remove' : 'add')}
              data={[
                { value: 'add', label: 'Add' },
                { value: 'remove', label: 'Remove available units' },
              ]}
            />
            <NumberInput
              data-autofocus
              label="Units"
              required
              min={1}
              max={10_000_000}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator=" "
              value={amount}
              onChange={setAmount}
              error={amount === '' ? null : fault}
            />
            <Text size="sm" aria-live="polite">
              {fault ? `Stock is ${formatCount(stock)}.` : changeWords(stock, next, waiting)}
            </Text>
          </Stack>
        ),
        isReady: fault === null,
        button: by !== null && by < 0 ? `Remove ${units(-by)}` : `Add ${units(by ?? 0)}`,
        reasons: [reasons[sign], 'Stock count corrected.'],
        run: ({ reason, key }) =>
          team.adjustStock({ params: { id }, body: { by: by ?? 0, reason }, key }),
        done: <DoneLine saleId={id}>{`Stock changed to ${formatCount(next)}.`}</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

const reasons = { add: 'A late delivery.', remove: 'Units were damaged.' };

function changeWords(stock: number, next: number, waiting: number): string {
  const step = `Stock ${formatCount(stock)} → ${formatCount(next)}.`;
  if (next < stock) return `${step} Units on hold are not affected.`;
  const served = Math.min(waiting, next - stock);
  return served > 0 ? `${step} The next ${formatCount(served)} in line get a unit at once.` : step;
}
