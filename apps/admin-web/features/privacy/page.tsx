'use client';

import type { PrivacyExport } from '@flash/shared-types';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { Note, PageHead } from '../kit/page-head.tsx';
import { Panel } from '../kit/panel.tsx';
import { ForgetPanel } from './forget-panel.tsx';
import { PersonDataPanel } from './person-data-panel.tsx';

export function PrivacyPage() {
  const { may } = useMember();
  const [data, setData] = useState<PrivacyExport | null>(null);
  const [result, setResult] = useState<string | null>(null);
  const show = (found: PrivacyExport | null, words: string | null) => {
    setData(found);
    setResult(words);
  };
  return (
    <>
      <PageHead title="Privacy">
        Export or delete the data of a person. Both are recorded in the audit log.
      </PageHead>
      {may('support') ? (
        <Stack maw="46rem">
          <LookUpPanel onFound={(found) => show(found, null)} />
          {result && (
            <Note tone="good" title="Done">
              {result}
            </Note>
          )}
          {data && <PersonDataPanel data={data} />}
          {may('owner') ? (
            <ForgetPanel
              key={data?.email}
              email={data?.email ?? ''}
              onForgotten={(words) => show(null, words)}
            />
          ) : (
            <Note tone="busy" title="Only an owner can delete personal data">
              It cannot be undone. Send the address to an owner.
            </Note>
          )}
        </Stack>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** A look-up counts as an export: it needs a reason and is recorded. */
function LookUpPanel({ onFound }: { onFound: (data: PrivacyExport) => void }) {
  const { team } = useMember();
  const queries = useQueryClient();
  const { submit, isBusy, refusal } = useSubmit({
    call: (event) => {
      const form = new FormData(event.currentTarget);
      const text = (name: string) => String(form.get(name) ?? '').trim();
      return team.privacyExport({ body: { email: text('email'), reason: text('reason') } });
    },
    onDone: (found) => {
      onFound(found);
      return queries.invalidateQueries({ queryKey: ['audit'] });
    },
  });

  return (
    <Panel title="Look up a person’s data">
      <form onSubmit={submit}>
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
