'use client';

import type { PrivacyExport } from '@flash/shared-types';
import { Anchor, Button, Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { RecordList } from '../kit/lists/record-list.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { amountOf } from '../orders/amount.ts';
import { StatusMark } from '../orders/status-mark.tsx';
import { fileNameOf, keptWords } from './kept.ts';
import classes from './privacy.module.css';
import { saveAs } from './save-as.ts';

export function KeptPanel({ kept }: { kept: PrivacyExport }) {
  const lines = keptWords(kept);
  const save = () => saveAs(fileNameOf(kept), kept);
  return (
    <Panel
      title={`Data about ${kept.email}`}
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
          <ul className={classes.kept}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {kept.orders.length > 0 && (
        <RecordList
          label="Orders of this person"
          rows={kept.orders}
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
