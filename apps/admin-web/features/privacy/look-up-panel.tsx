'use client';

import type { PrivacyExport } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { Panel } from '../kit/panel.tsx';

/** Looking up counts as an export: it needs a reason and is recorded. */
export function LookUpPanel({ onFound }: { onFound: (kept: PrivacyExport) => void }) {
  const { team } = useMember();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    const body = { email: text('email'), reason: text('reason') };
    const answer = await team.privacyExport({ body });
    setBusy(false);
    if (!answer.ok) return setRefusal(answer.refusal);
    setRefusal(null);
    onFound(answer.value);
    await queries.invalidateQueries({ queryKey: ['audit'] });
  };

  return (
    <Panel title="Look up a person’s data">
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {refusal && <RefusalAlert refusal={refusal} />}
          <TextInput
            label="E-mail of the person"
            description="The full address."
            name="email"
            type="email"
            required
            autoComplete="off"
            maxLength={254}
          />
          <TextInput
            label="Reason"
            description="Kept in the audit log."
            name="reason"
            required
            autoComplete="off"
            maxLength={500}
          />
          <Group>
            <Button type="submit" loading={isBusy}>
              Look up
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
