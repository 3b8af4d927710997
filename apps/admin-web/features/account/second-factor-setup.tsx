'use client';

import {
  Anchor,
  Button,
  Checkbox,
  CloseButton,
  Code,
  CopyButton,
  Group,
  Stack,
  Text,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { encode } from 'uqr';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons } from '../kit/forms.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Card } from '../kit/panel.tsx';
import { CodeField } from '../session/fields.tsx';
import { useWait, WaitAlert } from '../session/wait-alert.tsx';
import classes from './account.module.css';
import { PasswordStep } from './password-step.tsx';

interface SetUpProps {
  onDone: () => void;
  onCancel?: () => void;
}

interface Begun {
  totpURI: string;
  backupCodes: string[];
}

/** Password, code from the app, recovery codes. Two-factor is on after the second step. */
export function SetUpSecondFactor({ onDone, onCancel }: SetUpProps) {
  const { team } = useMember();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isOn, setOn] = useState(false);
  if (begun && isOn) {
    return <RecoveryCodes codes={begun.backupCodes} onKept={onDone} />;
  }
  if (begun) {
    return <VerifyStep uri={begun.totpURI} onDone={() => setOn(true)} onCancel={onCancel} />;
  }
  return (
    <PasswordStep
      lead={
        <Text size="sm">
          You need an authenticator app on your phone or computer. Step 1 of 3: confirm your
          password.
        </Text>
      }
      button="Continue"
      call={(password) => team.beginTwoFactor({ body: { password } })}
      onDone={setBegun}
      onCancel={onCancel}
    />
  );
}

interface VerifyStepProps {
  uri: string;
  onDone: () => void;
  onCancel?: () => void;
}

function VerifyStep({ uri, onDone, onCancel }: VerifyStepProps) {
  const { team } = useMember();
  const [code, setCode] = useState('');
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.verifyTotp({ body: { code: code.replace(/\s/g, '') } }),
    onDone,
  });
  const leftMs = useWait(refusal);

  return (
    <form onSubmit={submit}>
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

/** The secret of an authenticator URI in groups of four, for typing it in by hand. */
export function secretOf(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** Rendered locally, because the code contains a secret. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={classes.qr} role="img" aria-label={label}>
      <path d={qrPath(data)} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

/** One rectangle for each run of dark modules. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  rows.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      const from = x;
      while (row[x]) {
        x += 1;
      }
      if (x > from) {
        runs.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
      }
      x += 1;
    }
  });
  return runs.join('');
}

interface RecoveryCodesProps {
  codes: readonly string[];
  onKept: () => void;
}

/** Shown only once, so the user must confirm that the codes are saved. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { user } = useMember();
  const [isKept, setKept] = useState(false);
  const top = useRef<HTMLParagraphElement>(null);
  // The element that had the focus is gone.
  useEffect(() => top.current?.focus(), []);
  const text = recoveryFile(user.email, codes);
  return (
    <Stack>
      <Text size="sm" ref={top} tabIndex={-1} role="status">
        Two-factor is on. Save these recovery codes: each works once if you lose your device.{' '}
        <strong>They are not shown again.</strong>
      </Text>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text} timeout={3_000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="recovery-codes.txt"
        >
          Download
        </Button>
      </Group>
      <Checkbox
        label="I have saved these codes somewhere other than this device"
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button disabled={!isKept} onClick={onKept}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

/** Text to save, with a heading that explains it later. */
function recoveryFile(email: string, codes: readonly string[]): string {
  const head = `Recovery codes of ${email}, Flash sale team. Each works once.`;
  return [head, '', ...codes, ''].join('\n');
}

/** Shown to members without a second factor until dismissed, per account and browser. */
export function SecondFactorBanner() {
  const { user } = useMember();
  const pathname = usePathname();
  const [isAway, setAway] = useLocalStorage({
    key: `two-factor-offer-${user.id}`,
    defaultValue: false,
    // Read before the first render, so that a dismissed banner does not flash up.
    getInitialValueInEffect: false,
  });
  if (user.twoFactorEnabled || isAway || pathname === addresses.account) {
    return null;
  }
  return (
    <aside className={classes.offer} aria-label="Two-factor">
      <p>
        Protect your account:{' '}
        <Anchor component={Link} href={addresses.account} underline="always" inherit>
          turn on two-factor authentication
        </Anchor>
        .
      </p>
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => setAway(true)} />
    </aside>
  );
}

/** The only page in production until the second factor is on; the API refuses everything else. */
export function SecondFactorFirst() {
  const queries = useQueryClient();
  const goOn = () => {
    sessionGuard.secondFactorNeeded.send(false);
    void queries.invalidateQueries();
  };
  return (
    <>
      <PageHead title="Turn on two-factor first">
        Your role requires two-factor authentication.
      </PageHead>
      <div style={{ maxWidth: '34rem' }}>
        <Card label="Two-factor">
          <SetUpSecondFactor onDone={goOn} />
        </Card>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        You can sign out and do this later. Running sales are not affected.
      </Text>
    </>
  );
}
