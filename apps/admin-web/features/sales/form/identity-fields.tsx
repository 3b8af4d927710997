'use client';

import { Radio, Stack, VisuallyHidden } from '@mantine/core';
import { Panel } from '../../kit/panel.tsx';
import { labels } from './faults.ts';
import classes from './form.module.css';
import { useField, useForm } from './form-context.ts';

const choices = [
  {
    value: 'account',
    label: 'Accounts',
    trade:
      'Buyers sign in first. Their place follows them to every device, and an e-mail address alone does not give access to it.',
  },
  {
    value: 'guest',
    label: 'Guests, by e-mail',
    trade:
      'No sign-in, so fewer buyers give up. But e-mail addresses are not verified: another person can join with a buyer’s address. A place works in one browser only.',
  },
] as const;

export function IdentityFields() {
  const { draft, set } = useForm();
  const { reason, error, disabled, id } = useField('identity');
  return (
    <Panel title={labels.identity}>
      <Radio.Group
        id={id}
        label={<VisuallyHidden>{labels.identity}</VisuallyHidden>}
        labelProps={{ className: classes.noLabel }}
        description={reason}
        error={error}
        value={draft.identity}
        onChange={(value) => set({ identity: value as 'account' | 'guest' })}
      >
        <Stack gap="sm" mt={reason ? 'xs' : 0}>
          {choices.map(({ value, label, trade }) => (
            <Radio
              key={value}
              value={value}
              label={label}
              description={trade}
              disabled={disabled}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Panel>
  );
}
