'use client';

import type { SystemAnswer } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Anchor, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { Mark } from '../kit/mark.tsx';
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
  { head: 'Saved', cell: (sale) => <Saved sale={sale} /> },
  { head: 'Restarts', isNumber: true, cell: ({ epoch }) => formatCount(Math.max(0, epoch - 1)) },
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
  if (sale.halted !== null) return <Mark tone="bad">Halted</Mark>;
  if (sale.restoring) return <Mark tone="busy">Restoring</Mark>;
  return <Mark tone="good">OK</Mark>;
}

/** The exact step and block are for an engineer: on hover. */
function Saved({ sale: { lastN, storedN, block } }: { sale: Row }) {
  const behind = Math.max(0, lastN - storedN);
  const exact = `step ${formatCount(storedN)}, ${block === null ? 'no block yet' : `block ${formatCount(block)}`}`;
  return <span title={exact}>{behind === 0 ? 'Up to date' : `${formatCount(behind)} behind`}</span>;
}
