'use client';

import { Stack, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Card } from '../../kit/card.tsx';
import classes from './form.module.css';
import { useField, useForm } from './form-context.ts';
import { TextField } from './text-field.tsx';

const inside = [
  ...(['holdMinutes', 'extensions', 'extensionMinutes', 'fastPassPercent'] as const),
  ...(['placesPerNetwork', 'holdsBeforeWait'] as const),
];

/** What has good values already; opens by itself when something in it is wrong. */
export function MoreFields() {
  const { draft, set, faults } = useForm();
  const { reason, disabled, id } = useField('honourHoldsAfterEnd');
  const isFaulty = inside.some((field) => faults[field]);
  const [isOpen, setOpen] = useState(isFaulty);
  useEffect(() => {
    if (isFaulty) setOpen(true);
  }, [isFaulty]);
  const minutes = { inputMode: 'decimal', rightSection: 'min', rightSectionWidth: 48 } as const;
  return (
    <Card>
      <details
        className={classes.more}
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>More: time to pay, fast pass, limits against hoarding, after the end</summary>
        <Stack>
          <TextField
            field="holdMinutes"
            description="How long a unit is kept for a buyer whose turn has come."
            {...minutes}
          />
          <div className={classes.pair}>
            <TextField
              field="extensions"
              inputMode="numeric"
              description="How often a buyer may ask for more time. 0 leaves people who need longer behind."
            />
            <TextField field="extensionMinutes" {...minutes} />
          </div>
          <TextField
            field="fastPassPercent"
            inputMode="decimal"
            description="With at most this part of the stock free, units are handed out on the spot, to the head of the line only. It changes how fast the last units go, never to whom."
            rightSection="%"
          />
          <div className={classes.pair}>
            <TextField
              field="placesPerNetwork"
              description="How many places in line one internet address may have at once. auto: 2% of the units and at least 20. 0: no limit."
            />
            <TextField
              field="holdsBeforeWait"
              inputMode="numeric"
              description="After this many reservations given back or run out, the same buyer has to wait before joining again, longer each time. 0: no wait."
            />
          </div>
          <Switch
            id={id}
            label="Let who holds a unit finish paying after the end"
            description={reason ?? 'Otherwise the end takes the units back at once.'}
            disabled={disabled}
            checked={draft.honourHoldsAfterEnd}
            onChange={(event) => set({ honourHoldsAfterEnd: event.currentTarget.checked })}
          />
        </Stack>
      </details>
    </Card>
  );
}
