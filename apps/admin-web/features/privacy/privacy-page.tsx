'use client';

import type { PrivacyExport } from '@flash/shared-types';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { Forbidden } from '../kit/loaded.tsx';
import { Note, PageHead } from '../kit/page-head.tsx';
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
          {kept && <KeptPanel kept={kept} />}
          {may('owner') ? (
            <ForgetPanel
              key={kept?.email}
              email={kept?.email ?? ''}
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
