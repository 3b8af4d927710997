'use client';

import type { PrivacyExport } from '@flash/shared-types';
import { saveFile } from '@flash/web';
import { Anchor, Button, Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { RecordList } from '../kit/lists/record-list.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { amountOf, StatusMark } from '../orders/order-words.tsx';
import classes from './privacy.module.css';

export function PersonDataPanel({ data }: { data: PrivacyExport }) {
  const lines = describeData(data);
  const save = () =>
    saveFile(fileNameOf(data), 'application/json', `${JSON.stringify(data, null, 2)}\n`);
  return (
    <Panel
      title={`Data about ${data.email}`}
      aside={
        lines.length > 0 && (
          <Button size="compact-md" variant="default" onClick={save}>
            Save as JSON
          </Button>
        )
      }
    >
      <div role="status">
        {lines.length === 0 ? (
          <Text size="sm">No data. No account, order, place or audit entry has this address.</Text>
        ) : (
          <ul className={classes.list}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {data.orders.length > 0 && (
        <RecordList
          label="Orders of this person"
          rows={data.orders}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Order',
              cell: ({ id }) => (
                <Anchor component={Link} href={addresses.order(id)} inherit>
                  {id}
                </Anchor>
              ),
            },
            { head: 'Bought', cell: ({ createdAt }) => <When at={createdAt} /> },
            { head: 'Payment', cell: ({ paymentStatus }) => <StatusMark status={paymentStatus} /> },
            { head: 'Amount', cell: amountOf, isNumber: true },
          ]}
        />
      )}
    </Panel>
  );
}

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString()} ${number === 1 ? one : many}`;

/** The data about a person, one line per kind; empty if there is none. */
export function describeData({ account, orders, places, audit }: PrivacyExport): string[] {
  const sessions = account ? count(account.sessions.length, 'session', 'sessions') : '';
  return [
    ...(account ? [`An account: ${account.name}, ${account.email}, ${sessions}`] : []),
    ...(orders.length > 0 ? [count(orders.length, 'order', 'orders')] : []),
    ...(places.length > 0
      ? [`${count(places.length, 'place', 'places')} in sales that are not put away yet`]
      : []),
    ...(audit.length > 0
      ? [`${count(audit.length, 'entry', 'entries')} of the audit log that name the address`]
      : []),
  ];
}

/** A file name that every file system accepts. */
export const fileNameOf = ({ email }: Pick<PrivacyExport, 'email'>): string =>
  `personal-data-${email.replace(/[^a-z0-9.-]+/gi, '-')}.json`;
