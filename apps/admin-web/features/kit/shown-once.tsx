'use client';

import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { When } from './when.tsx';

interface MakeOnceDialogProps<Made> {
  isOpen: boolean;
  onClose: () => void;
  /** While the form is shown, and once it was made. */
  title: string;
  madeTitle: string;
  form: (onMade: (made: Made) => void, onCancel: () => void) => ReactNode;
  children: (made: Made, onClose: () => void) => ReactNode;
}

/** A form whose result is shown once, in its place. */
export function MakeOnceDialog<Made>({
  isOpen,
  onClose,
  title,
  madeTitle,
  form,
  children,
}: MakeOnceDialogProps<Made>) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      // A click outside would lose what cannot be shown again.
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      title={made === null ? title : madeTitle}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {made === null ? form(setMade, close) : children(made, close)}
    </Modal>
  );
}

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
