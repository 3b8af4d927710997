'use client';

import { Kbd, Modal, Switch } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import classes from './shell.module.css';
import { shortcuts } from './shortcuts.ts';

interface ShortcutsDialogProps {
  isOpen: boolean;
  onClose: () => void;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function ShortcutsDialog({ isOpen, onClose, isOn, onChange }: ShortcutsDialogProps) {
  const { may } = useMember();
  const known = [
    { keys: ['Ctrl', 'K'], label: 'Find a sale, a page or an action' },
    ...shortcuts.filter(({ least }) => may(least)),
  ];
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={classes.shortcuts}>
        {known.map(({ keys, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label="Single-key shortcuts"
        description="They never act while you type. Ctrl K (⌘ K) works either way."
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Modal>
  );
}
