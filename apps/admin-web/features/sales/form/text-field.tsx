'use client';

import { TextInput, type TextInputProps } from '@mantine/core';
import type { DraftField, SaleDraft } from './draft.ts';
import { labels } from './faults.ts';
import { useField, useForm } from './form-context.ts';

type TextDraftField = {
  [Field in DraftField]: SaleDraft[Field] extends string ? Field : never;
}[DraftField];

interface TextFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  field: TextDraftField;
  /** Instead of what the draft holds. */
  shown?: string;
}

/** One line of the draft; a closed one says why. */
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
