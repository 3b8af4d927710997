'use client';

import { Select, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { Panel } from '../../kit/panel.tsx';
import { zoneChoices } from './choices.ts';
import { labels } from './faults.ts';
import classes from './form.module.css';
import { useField, useForm } from './form-context.ts';
import { TextField } from './text-field.tsx';
import { TimeField } from './time-field.tsx';

/** `endHint`: whom another end concerns, while the sale is live. */
export function WhenFields({ endHint }: { endHint?: string }) {
  const { draft, set } = useForm();
  const { reason, ...state } = useField('timeZone');
  const zones = useMemo(() => zoneChoices(draft.timeZone), [draft.timeZone]);
  return (
    <Panel title="When">
      <Stack>
        <Select
          label={labels.timeZone}
          description={reason ?? 'Start and end are times of this zone; buyers see theirs as well.'}
          {...state}
          data={zones}
          value={draft.timeZone}
          onChange={(timeZone) => timeZone && set({ timeZone, startsFold: null, endsFold: null })}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage="No zone of this name"
        />
        <div className={classes.pair}>
          <TimeField field="startsAt" />
          <TimeField field="endsAt" hint={endHint} />
        </div>
        <TextField
          field="lobbyMinutes"
          inputMode="decimal"
          description="Buyers can take a place and fill in their details this long before the start."
          rightSection="min"
          rightSectionWidth={48}
        />
      </Stack>
    </Panel>
  );
}
