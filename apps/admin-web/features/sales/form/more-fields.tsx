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
        <summary>More: time to pay, last units, limits per buyer, after the end</summary>
        <Stack>
          <TextField
            field="holdMinutes"
            description="How long a unit is on hold for a buyer."
            {...minutes}
          />
          <div className={classes.pair}>
            <TextField
              field="extensions"
              inputMode="numeric"
              description="How often a buyer can add time. 0 fails people who need more time."
            />
            <TextField field="extensionMinutes" {...minutes} />
          </div>
          <TextField
            field="fastPassPercent"
            inputMode="decimal"
            description="Hand out the last x % of stock instantly instead of in batches. Order does not change."
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
              description="After this many holds given back or expired, the same buyer has to wait before joining again, longer each time. 0: no wait."
            />
          </div>
          <Switch
            id={id}
            label="Let buyers with a hold finish paying after the end"
            description={reason ?? 'If off, holds end with the sale.'}
            disabled={disabled}
            checked={draft.honourHoldsAfterEnd}
            onChange={(event) => set({ honourHoldsAfterEnd: event.currentTarget.checked })}
          />
        </Stack>
      </details>
    </Card>
  );
}
