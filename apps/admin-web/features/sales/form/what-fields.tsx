'use client';

import { Stack, Textarea } from '@mantine/core';
import { Panel } from '../../kit/panel.tsx';
import { labels } from './faults.ts';
import { useField, useForm } from './form-context.ts';
import { PictureField, type PictureFieldProps } from './picture-field.tsx';
import { TextField } from './text-field.tsx';

export function WhatFields({ picture }: { picture: PictureFieldProps }) {
  const { draft, set } = useForm();
  const { reason, ...state } = useField('description');
  return (
    <Panel title="What is sold">
      <Stack>
        <TextField field="name" required maxLength={200} />
        <Textarea
          label={labels.description}
          description={reason}
          {...state}
          autosize
          minRows={2}
          maxRows={12}
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <PictureField {...picture} />
      </Stack>
    </Panel>
  );
}
