'use client';

import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import classes from './account.module.css';
import { recoveryFile } from './recovery-file.ts';

interface RecoveryCodesProps {
  codes: readonly string[];
  onKept: () => void;
}

/** Shown this once: the reader confirms that they are kept before going on. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { user } = useMember();
  const [isKept, setKept] = useState(false);
  const top = useRef<HTMLParagraphElement>(null);
  // What had the focus is gone; the codes are what matters now.
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
