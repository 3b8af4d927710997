'use client';

import { useTicking } from '@flash/web';
import { Radio, Stack } from '@mantine/core';
import { readersZone } from '../../kit/when.tsx';
import classes from './form.module.css';
import { useForm } from './form-context.ts';
import { momentIn, previewTimes } from './preview-times.ts';
import { TextField } from './text-field.tsx';
import { type Fold, isZone, readWall } from './wall-time.ts';

const SECOND_MS = 1_000;
const folds = { startsAt: 'startsFold', endsAt: 'endsFold' } as const;

/** A time on the wall clock of the sale's zone, and what that is for other readers. */
export function TimeField({ field, hint }: { field: 'startsAt' | 'endsAt'; hint?: string }) {
  const { draft, set, fixed } = useForm();
  const fold = folds[field];
  const read = readWall(draft[field], draft.timeZone);
  const at = readWall(draft[field], draft.timeZone, draft[fold]);
  return (
    <Stack gap="xs">
      <div>
        <TextField
          field={field}
          type="datetime-local"
          required
          description={hint}
          onInput={() => set({ [fold]: null })}
        />
        {at.kind === 'moment' && <Preview at={at.at} zone={draft.timeZone} />}
      </div>
      {read.kind === 'twice' && (
        <Radio.Group
          label="Clocks go back that night, and this time comes twice. Which one is meant?"
          value={draft[fold] ?? ''}
          onChange={(value) => set({ [fold]: value as Fold })}
        >
          <Stack gap={6} mt="xs">
            {(['earlier', 'later'] as const).map((which) => (
              <Radio
                key={which}
                value={which}
                disabled={fixed[field] !== undefined}
                label={`The ${which === 'earlier' ? 'first' : 'second'}: ${momentIn(read[which], draft.timeZone)}`}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}

function Preview({ at, zone }: { at: number; zone: string }) {
  const now = useTicking(Date.now, SECOND_MS);
  if (now === null || !isZone(zone)) return null;
  const { lines, away } = previewTimes(at, zone, readersZone(), now);
  return (
    <dl className={classes.preview}>
      {lines.map(({ label, words }, index) => (
        <div key={label}>
          <dt>{label}:</dt>
          <dd>
            {words}
            {index === 0 && <strong> · {away}</strong>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
