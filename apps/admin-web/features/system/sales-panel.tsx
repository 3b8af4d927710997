'use client';

import type { SystemAnswer } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Anchor, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { Mark } from '../kit/mark.tsx';
import { type Column, RecordList } from '../kit/record-list.tsx';
import { CheckNow } from './check-now.tsx';

type Row = SystemAnswer['sales'][number];

const columns: Column<Row>[] = [
  {
    head: 'Sale',
    cell: ({ flashSaleId, name }) => (
      <Anchor component={Link} href={addresses.sale(flashSaleId)} fw={600} inherit>
        {name}
      </Anchor>
    ),
  },
  { head: 'State', cell: (sale) => <SaleMark sale={sale} /> },
  { head: 'Stored', cell: (sale) => storedOf(sale) },
  { head: 'Life', cell: ({ epoch }) => lifeOf(epoch) },
  {
    head: 'Redis and MongoDB',
    cell: ({ flashSaleId, name }) => <CheckNow saleId={flashSaleId} name={name} />,
  },
];

/** Live sales only: what is over is no longer in Redis. */
export function SalesPanel({ sales }: { sales: readonly Row[] }) {
  return (
    <Stack component="section" gap="xs" aria-label="Live sales">
      <Title order={2} size="h5">
        Live sales
      </Title>
      {sales.length === 0 ? (
        <Text size="sm" c="dimmed">
          No sale is live or scheduled, so there is nothing to compare.
        </Text>
      ) : (
        <RecordList
          label="Live sales"
          columns={columns}
          rows={sales}
          keyOf={(sale) => sale.flashSaleId}
        />
      )}
    </Stack>
  );
}

function SaleMark({ sale }: { sale: Row }) {
  if (sale.halted !== null) return <Mark tone="bad">Stopped itself</Mark>;
  if (sale.restoring) return <Mark tone="busy">Being restored</Mark>;
  return <Mark tone="good">In order</Mark>;
}

function storedOf({ lastN, storedN, block }: Row): string {
  const behind = Math.max(0, lastN - storedN);
  const blocks = block === null ? 'no block yet' : `block ${formatCount(block)}`;
  const steps = `step ${formatCount(storedN)}`;
  return behind === 0
    ? `All, up to ${steps} (${blocks})`
    : `${formatCount(behind)} behind, at ${steps} (${blocks})`;
}

/** An epoch is one life of a sale's state in Redis. */
function lifeOf(epoch: number): string {
  if (epoch <= 1) return epoch === 0 ? 'Not begun' : 'First (epoch 1)';
  return `Restored ${epoch === 2 ? 'once' : `${epoch - 1} times`} (epoch ${epoch})`;
}
