'use client';

import type { MendAnswer, PaymentDifference, Reconciliation } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import { Anchor, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { Facts } from '../kit/facts.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { Forbidden, Loaded } from '../kit/loaded.tsx';
import { Mark } from '../kit/mark.tsx';
import { Note } from '../kit/page-head.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { useSale } from '../sale/context.ts';
import { mendWords, outcomeWords, summaryOf, whatWords } from './words.ts';

/** Whether the money of a sale is where its orders say that it is. Read when asked for: it reads the whole sale. */
export function SalePaymentsPage() {
  const { team, may } = useMember();
  const { id: flashSaleId } = useSale();
  const query = useApiQuery(
    ['payments', flashSaleId],
    (signal) => team.reconciliation({ params: { flashSaleId }, signal }),
    { enabled: may('support'), staleTime: Number.POSITIVE_INFINITY },
  );
  if (!may('support')) {
    return <Forbidden />;
  }
  return (
    <Loaded query={query}>
      {(reconciliation) => (
        <Stack>
          <Group justify="space-between">
            <Text c="dimmed" size="sm">
              Payment provider, orders and log, compared on{' '}
              <When at={reconciliation.at} hasSeconds />.
            </Text>
            <Button
              variant="default"
              loading={query.isFetching}
              onClick={() => void query.refetch()}
            >
              Compare again
            </Button>
          </Group>
          <Summary reconciliation={reconciliation} />
          <Sides reconciliation={reconciliation} />
          {reconciliation.differences.length > 0 && <Differences reconciliation={reconciliation} />}
        </Stack>
      )}
    </Loaded>
  );
}

function Summary({ reconciliation }: { reconciliation: Reconciliation }) {
  const { tone, title, detail } = summaryOf(reconciliation);
  return (
    <Note tone={tone} title={title}>
      {detail}
    </Note>
  );
}

function Sides({ reconciliation }: { reconciliation: Reconciliation }) {
  const { atProvider, orders, log, redis, mongo, provider, currency } = reconciliation;
  const sum = ({ count, amountMinor }: { count: number; amountMinor: number }) => (
    <>
      {count.toLocaleString()}
      {amountMinor > 0 && (
        <Text span inherit display="block" c="dimmed">
          {formatMoney(amountMinor, currency)}
        </Text>
      )}
    </>
  );
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
      <Panel title={provider === 'stripe' ? 'Stripe' : 'Sandbox'}>
        <Facts
          facts={[
            ['Captured', sum(atProvider.captured)],
            ['Refunded', sum(atProvider.refunded)],
            ['Authorised', sum(atProvider.authorised)],
            ['Not authorised', atProvider.open.count.toLocaleString()],
            ['Cancelled', atProvider.cancelled.count.toLocaleString()],
            ...(atProvider.unreadable > 0
              ? ([['At another provider', atProvider.unreadable.toLocaleString()]] as const)
              : []),
          ]}
        />
      </Panel>
      <Panel title="Orders">
        <Facts
          facts={[
            ['Paid', sum(orders.paid)],
            ['Refunded', sum(orders.refunded)],
          ]}
        />
      </Panel>
      <Panel title="Log">
        <Facts facts={[['Sold', log ? sum(log.sold) : 'not available']]} />
      </Panel>
      <Panel title="Units">
        <Facts
          facts={[
            ['Sold in Redis', redis ? redis.sold.toLocaleString() : 'not in Redis'],
            ['On hold or in payment', redis ? (redis.held + redis.claimed).toLocaleString() : '–'],
            ['Orders with a unit', mongo.live.toLocaleString()],
            [
              'Left in MongoDB',
              `${mongo.left.toLocaleString()} of ${mongo.stock.toLocaleString()}`,
            ],
          ]}
        />
      </Panel>
    </SimpleGrid>
  );
}

function Differences({ reconciliation }: { reconciliation: Reconciliation }) {
  const [mending, setMending] = useState<PaymentDifference | null>(null);
  const { differences, total, flashSaleId } = reconciliation;
  return (
    <Panel
      title="Differences"
      aside={
        total > differences.length && (
          <Text size="sm" c="dimmed">
            the first {differences.length} of {total.toLocaleString()}
          </Text>
        )
      }
    >
      <RecordList
        label="Differences"
        columns={columnsWith(setMending)}
        rows={differences}
        keyOf={({ id }) => id}
      />
      <MendDialog flashSaleId={flashSaleId} difference={mending} onClose={() => setMending(null)} />
    </Panel>
  );
}

function columnsWith(mend: (one: PaymentDifference) => void): Column<PaymentDifference>[] {
  return [
    { head: 'Difference', cell: ({ kind }) => whatWords(kind) },
    {
      head: 'Concerns',
      cell: ({ orderId, intentId }) =>
        orderId ? (
          <Anchor
            component={Link}
            href={addresses.order(orderId)}
            inherit
            style={{ whiteSpace: 'nowrap' }}
          >
            Order
          </Anchor>
        ) : (
          <span style={{ display: 'inline-block', minWidth: '9ch', overflowWrap: 'anywhere' }}>
            {intentId ?? 'the sale'}
          </span>
        ),
    },
    {
      head: 'Amount',
      cell: ({ amountMinor, currency }) =>
        amountMinor > 0 && currency !== '' ? formatMoney(amountMinor, currency) : '–',
      isNumber: true,
    },
    { head: 'Since', cell: ({ since }) => <When at={since} hasSeconds /> },
    {
      head: 'What to do',
      cell: (one) => {
        if (one.isOnItsWay) {
          return <Mark tone="busy">settling</Mark>;
        }
        return one.step ? (
          <Button
            size="xs"
            variant="default"
            onClick={() => mend(one)}
            aria-label={`${mendWords[one.step].button}: ${one.id}`}
          >
            {mendWords[one.step].button}
          </Button>
        ) : (
          <Mark tone="bad">manual step</Mark>
        );
      },
    },
  ];
}

interface MendDialogProps {
  flashSaleId: string;
  difference: PaymentDifference | null;
  onClose: () => void;
}

function MendDialog({ flashSaleId, difference, onClose }: MendDialogProps) {
  const { team } = useMember();
  if (!difference?.step) {
    return null;
  }
  const { id, step } = difference;
  const { title, button, effect } = mendWords[step];
  return (
    <ActionDialog
      action={{
        title,
        button,
        effect: (
          <Stack gap="xs">
            <span>{whatWords(difference.kind)}</span>
            <span>{effect} All records are compared again before anything changes.</span>
          </Stack>
        ),
        run: ({ reason, key }) =>
          team.mendPayment({
            params: { flashSaleId },
            body: { difference: id, reason },
            key,
          }),
        done: (answer) => outcomeWords[(answer as MendAnswer).outcome],
        stale: ['payments', 'order', 'orders', 'audit', 'sale', 'overview'],
      }}
      onClose={onClose}
    />
  );
}
