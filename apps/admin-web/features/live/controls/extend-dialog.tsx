import { formatTime } from '@flash/web';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { people } from '../stage-words.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { saleNouns } from './stale-nouns.ts';

const MINUTE_MS = 60_000;
const choices = [
  { value: '5', label: '5 min' },
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
  { value: '60', label: '1 h' },
  { value: '180', label: '3 h' },
];

/** An end can be moved later and never earlier: what buyers were promised holds. */
export function ExtendDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id, endsAt, timeZone } = view.sale;
  const [from] = useState(Date.parse(endsAt));
  const [minutes, setMinutes] = useState('15');
  const end = from + Number(minutes) * MINUTE_MS;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Extend the end',
        effect: `${people(view.overview.waiting)} waiting get more time. An end can be moved later, not earlier.`,
        fields: (
          <Stack gap="xs">
            <SegmentedControl
              aria-label="Longer by"
              value={minutes}
              onChange={setMinutes}
              data={choices}
              fullWidth
            />
            <Text size="sm" aria-live="polite">
              {formatTime(from)} → {formatTime(end)}, your time.
              <br />
              {formatTime(end, timeZone)} where the sale is.
            </Text>
          </Stack>
        ),
        // An edit of the sale: the audit log keeps before and after, and takes no reason.
        reasonLabel: null,
        button: 'Move the end',
        run: ({ key }) =>
          team.updateSale({
            params: { id },
            body: { endsAt: new Date(end).toISOString() },
            key,
          }),
        done: <DoneLine saleId={id}>{`The sale ends ${formatTime(end)}.`}</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}
