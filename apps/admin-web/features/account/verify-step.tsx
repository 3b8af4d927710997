'use client';

import type { Refusal } from '@flash/web';
import { Code, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { FormButtons } from '../kit/forms.tsx';
import { CodeField } from '../session/code-field.tsx';
import { useWait, WaitAlert } from '../session/wait-alert.tsx';
import classes from './account.module.css';
import { QrCode } from './qr-code.tsx';
import { secretOf } from './secret-of.ts';

interface VerifyStepProps {
  uri: string;
  onDone: () => void;
  onCancel?: () => void;
}

export function VerifyStep({ uri, onDone, onCancel }: VerifyStepProps) {
  const { team } = useMember();
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.verifyTotp({ body: { code: code.replace(/\s/g, '') } });
    setBusy(false);
    if (answer.ok) onDone();
    else setRefusal(answer.refusal);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">Step 2 of 3: scan this with the app, then enter the code it shows.</Text>
        <QrCode text={uri} label="QR code for your authenticator app" />
        <div>
          <Text size="sm" c="dimmed">
            Cannot scan? Type this key into the app:
          </Text>
          <Code className={classes.secret} data-testid="secret">
            {secretOf(uri)}
          </Code>
        </div>
        {refusal && <WaitAlert refusal={refusal} leftMs={leftMs} />}
        <CodeField value={code} onChange={setCode} />
        <FormButtons label="Turn on" isBusy={isBusy} isDisabled={leftMs > 0} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
