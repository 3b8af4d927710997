'use client';

import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { When } from '../kit/when.tsx';

interface LinkOnceProps {
  label: string;
  url: string;
  expiresAt: string;
  /** How to send the link, and what it does. */
  children: ReactNode;
  onClose: () => void;
}

/** Only a hash of the link is stored, so it cannot be shown again. */
export function LinkOnce({ expiresAt, ...rest }: LinkOnceProps) {
  return (
    <ShownLink
      {...rest}
      hint={
        <>
          Shown only once. Works once, until <When at={expiresAt} />.
        </>
      }
    />
  );
}

interface ShownLinkProps extends Omit<LinkOnceProps, 'expiresAt'> {
  /** How long and how often the link works. */
  hint: ReactNode;
  /** A button before the others. */
  action?: ReactNode;
}

/** A link to be copied and sent to another person. */
export function ShownLink({ label, url, hint, action, children, onClose }: ShownLinkProps) {
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
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="xs">
        {action}
        <CopyButton value={url} timeout={3_000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
