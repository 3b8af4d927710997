'use client';

import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { STALE } from '../sale-actions.ts';
import { stockWords } from './stock-words.ts';

interface StockChangeProps {
  sale: AdminSale;
  overview: QueueOverview | undefined;
  onClose: () => void;
}

/** Another stock for a published sale: by difference, and never below what people have. */
export function StockChange({ sale, overview, onClose }: StockChangeProps) {
  const { team } = useMember();
  const stock = overview?.stock ?? sale.stock;
  const [wanted, setWanted] = useState<number | string>(stock);
  const { words, isPossible } = stockWords(overview, stock, wanted);
  const by = typeof wanted === 'number' ? wanted - stock : 0;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Change the stock',
        effect: 'Sold units and units on hold stay. Only available units can be removed.',
        fields: (
          <Stack gap="xs">
            <NumberInput
              data-autofocus
              label="Total units"
              required
              min={1}
              max={10_000_000}
              allowDecimal={false}
              allowNegative={false}
              value={wanted}
              onChange={setWanted}
            />
            <Text
              size="sm"
              role="status"
              c={isPossible || by === 0 ? undefined : 'var(--mantine-color-error)'}
            >
              {words}
            </Text>
          </Stack>
        ),
        isReady: isPossible,
        button: 'Change the stock',
        run: ({ reason, key }) =>
          team.adjustStock({ params: { id: sale.id }, body: { by, reason }, key }),
        done: `Stock changed to ${formatCount(stock + by)}.`,
        stale: STALE,
      }}
    />
  );
}
