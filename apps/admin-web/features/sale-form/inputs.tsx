'use client';

import { useTicking } from '@flash/web';
import { Radio, Stack, TextInput, type TextInputProps } from '@mantine/core';
import { createContext, useContext } from 'react';
import { readersZone } from '../kit/when.tsx';
import classes from './form.module.css';
import { type DraftField, labels, type SaleDraft } from './model.ts';
import type { FieldErrors, FixedFields } from './rules.ts';
import { type Fold, isZone, momentIn, previewTimes, readWall } from './wall-time.ts';

export interface FormState {
  draft: SaleDraft;
  set: (change: Partial<SaleDraft>) => void;
  errors: FieldErrors;
  fixed: FixedFields;
}

export const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) {
    throw new Error('useForm works only inside SaleForm');
  }
  return form;
}

export const fieldId = (field: DraftField): string => `sale-${field}`;

/** The id, error and state of a field, and why it is disabled. */
export function useField(field: DraftField) {
  const { errors, fixed } = useForm();
  const reason = fixed[field];
  return {
    id: fieldId(field),
    error: errors[field],
    disabled: reason !== undefined,
    reason,
  };
}

type TextDraftField = {
  [Field in DraftField]: SaleDraft[Field] extends string ? Field : never;
}[DraftField];

interface TextFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  field: TextDraftField;
  /** Shown instead of the draft's value. */
  shown?: string;
}

/** A text field of the draft; a disabled one shows the reason instead of its description. */
export function TextField({ field, shown, description, ...props }: TextFieldProps) {
  const { draft, set } = useForm();
  const { reason, ...state } = useField(field);
  return (
    <TextInput
      label={labels[field]}
      description={reason ?? description}
      autoComplete="off"
      {...state}
      {...props}
      value={shown ?? draft[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
}

const SECOND_MS = 1_000;
const folds = { startsAt: 'startsFold', endsAt: 'endsFold' } as const;

/** A time in the sale's zone, with a preview in the reader's zone and UTC. */
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
  if (now === null || !isZone(zone)) {
    return null;
  }
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
