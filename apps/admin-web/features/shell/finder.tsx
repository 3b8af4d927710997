'use client';

import { ActionIcon, Button, Kbd } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Icon } from './icon.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './use-shortcuts.ts';

interface FinderProps {
  /** Whether single keys act. */
  isOn: boolean;
  onHelp: () => void;
}

/** The palette, and its button for people without a keyboard. */
export function Finder({ isOn, onHelp }: FinderProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  useShortcuts({ isOn, onPalette: open, onHelp });
  return (
    <>
      <Button
        visibleFrom="sm"
        variant="default"
        size="xs"
        className={classes.finder}
        leftSection={<Icon name="search" />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onClick={open}
      >
        Find
      </Button>
      <ActionIcon
        hiddenFrom="sm"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Find"
        onClick={open}
      >
        <Icon name="search" />
      </ActionIcon>
      <Palette isOpen={isOpen} onClose={close} onHelp={onHelp} />
    </>
  );
}
