'use client';

import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { When } from './when.tsx';

interface LinkOnceProps {
  label: string;
  url: string;
  expiresAt: string;
  /** How to send the link, and what it does. */
  children: ReactNode;
  onClose: () => void;
}

/** Only a hash of the link is stored, so it cannot be shown again. */
export function LinkOnce({ expiresAt, url, ...rest }: LinkOnceProps) {
  return (
    <ShownSecret
      {...rest}
      value={url}
      hint={
        <>
          Shown only once. Works once, until <When at={expiresAt} />.
        </>
      }
    />
  );
}

interface ShownSecretProps extends Omit<LinkOnceProps, 'expiresAt' | 'url'> {
  value: string;
  copyLabel?: string;
  /** How long and how often the link works. */
  hint: ReactNode;
  /** A button before the others. */
  action?: ReactNode;
}

/** A link or a key, to be copied and given to another person or program. */
export function ShownSecret({
  label,
  value,
  copyLabel = 'Copy the link',
  hint,
  action,
  children,
  onClose,
}: ShownSecretProps) {
  return (
    <Stack>
      <Text size="sm" role="status">
        {children}
      </Text>
      <TextInput
        data-autofocus
        label={label}
        description={hint}
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="xs">
        {action}
        <CopyButton value={value} timeout={3_000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : copyLabel}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
