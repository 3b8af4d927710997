'use client';

import type { Refusal } from '@flash/web';
import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { CodeField } from './code-field.tsx';
import classes from './session.module.css';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface SecondFactorFormProps {
  team: TeamApi;
  onDone: () => void;
  onBack: () => void;
  /** The password has to be given again. */
  onLate: () => void;
}

export function SecondFactorForm({ team, onDone, onBack, onLate }: SecondFactorFormProps) {
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustDevice, setTrust] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const verify = isRecovery ? team.verifyBackupCode : team.verifyTotp;
    const given = isRecovery ? code.trim() : code.replace(/\s/g, '');
    const answer = await verify({ body: { code: given, trustDevice } });
    setBusy(false);
    if (answer.ok) return onDone();
    if (answer.refusal.code === 'UNAUTHENTICATED') return onLate();
    setRefusal(answer.refusal);
  };
  const change = () => {
    setRecovery(!isRecovery);
    setCode('');
    setRefusal(null);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm" c="dimmed" role="status">
          {isRecovery
            ? 'One of the recovery codes you saved when you turned on two-factor. Each works once.'
            : 'Enter the code from your authenticator app.'}
        </Text>
        {refusal && <WaitAlert refusal={refusal} leftMs={leftMs} />}
        <CodeField
          key={String(isRecovery)}
          isRecovery={isRecovery}
          value={code}
          onChange={setCode}
        />
        <Checkbox
          label="Trust this device for 30 days"
          description="This device then asks for the password only. Do not use this on shared devices."
          checked={trustDevice}
          onChange={(event) => setTrust(event.currentTarget.checked)}
        />
        <Button type="submit" loading={isBusy} disabled={leftMs > 0}>
          Sign in
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor
            component="button"
            type="button"
            className={classes.press}
            size="sm"
            onClick={change}
          >
            {isRecovery ? 'Use the app instead' : 'Use a recovery code'}
          </Anchor>
          <Anchor
            component="button"
            type="button"
            className={classes.press}
            size="sm"
            onClick={onBack}
          >
            Back
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
