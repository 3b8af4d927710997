'use client';

import type { PrivacyExport } from '@flash/shared-types';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { Forbidden } from '../kit/forbidden.tsx';
import { Note } from '../kit/note.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { ForgetPanel } from './forget-panel.tsx';
import { KeptPanel } from './kept-panel.tsx';
import { LookUpPanel } from './look-up-panel.tsx';

export function PrivacyPage() {
  const { may } = useMember();
  const [kept, setKept] = useState<PrivacyExport | null>(null);
  const [result, setResult] = useState<string | null>(null);
  const show = (found: PrivacyExport | null, words: string | null) => {
    setKept(found);
    setResult(words);
  };
  return (
    <>
      <PageHead title="Privacy">
        Show a person what is kept about them, or forget them. Both are written to the audit log.
      </PageHead>
      {may('support') ? (
        <Stack maw="46rem">
          <LookUpPanel onFound={(found) => show(found, null)} />
          {result && (
            <Note tone="good" title="Done">
              {result}
            </Note>
          )}
          {kept && <KeptPanel kept={kept} />}
          {may('owner') ? (
            <ForgetPanel
              key={kept?.email}
              email={kept?.email ?? ''}
              onForgotten={(words) => show(null, words)}
            />
          ) : (
            <Note tone="busy" title="Forgetting somebody takes an owner">
              It cannot be undone, so an owner does it. Send them the address.
            </Note>
          )}
        </Stack>
      ) : (
        <Forbidden />
      )}
    </>
  );
}
