import { formatTime } from '@flash/web';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { zoneTime } from '../../kit/when.tsx';
import { people } from '../stage-words.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { moveEnd } from './move-end.ts';
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
  // As it was when the dialog opened: what is said in it is what is asked for.
  const [seen] = useState(view.sale);
  const { id, timeZone } = seen;
  const from = Date.parse(seen.endsAt);
  const [minutes, setMinutes] = useState('15');
  const end = from + Number(minutes) * MINUTE_MS;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Extend the end',
        effect: `${whoGains(view.overview.waiting)} The end can only move later.`,
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
              {formatTime(end, timeZone)} ({zoneTime(timeZone)})
            </Text>
          </Stack>
        ),
        button: 'Move the end',
        reasons: ['To make up for a pause.', 'More people came than expected.'],
        run: ({ reason }) => moveEnd(team, seen, end, reason),
        done: <DoneLine saleId={id}>{`The sale ends ${formatTime(end)}.`}</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

const whoGains = (waiting: number): string =>
  waiting > 0 ? `${people(waiting)} waiting: more time to buy.` : 'Buyers get more time.';
