'use client';

import { ActionIcon, Button, Kbd, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Fragment, type KeyboardEvent, useEffect, useId, useState } from 'react';
import { Icon } from '../kit/icon.tsx';
import { type Command, useCommands } from './commands.ts';
import classes from './shell.module.css';
import { useShortcuts } from './shortcuts.tsx';

interface FinderProps {
  /** Whether single-key shortcuts are enabled. */
  isOn: boolean;
  onHelp: () => void;
}

/** The command palette and the button that opens it. */
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

interface PaletteProps {
  isOpen: boolean;
  onClose: () => void;
  onHelp: () => void;
}

/** Finds sales, orders, people, requests, pages and actions in one field. */
function Palette({ isOpen, onClose, onHelp }: PaletteProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      padding={0}
      size="lg"
      yOffset="10dvh"
      centered={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Command palette">
        <PaletteForm onClose={onClose} onHelp={onHelp} />
      </Modal.Content>
    </Modal.Root>
  );
}

interface PaletteFormProps {
  onClose: () => void;
  onHelp: () => void;
}

function PaletteForm({ onClose, onHelp }: PaletteFormProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const { commands, isFetching } = useCommands(query, onHelp);
  const list = useId();
  const chosen = Math.min(at, commands.length - 1);
  const idOf = (index: number) => `${list}-${index}`;

  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);

  const run = (command: Command | undefined) => {
    if (!command) {
      return;
    }
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== 'Enter') {
      return;
    }
    if (event.nativeEvent.isComposing) {
      return;
    }
    event.preventDefault();
    if (step === undefined) {
      run(commands[chosen]);
    } else {
      setAt((chosen + step + commands.length) % Math.max(1, commands.length));
    }
  };

  return (
    <>
      <TextInput
        data-autofocus
        size="lg"
        variant="unstyled"
        px="md"
        role="combobox"
        aria-label="Find a sale, an order, a person or a page"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen >= 0 ? idOf(chosen) : undefined}
        aria-autocomplete="list"
        placeholder="Sale, order number, e-mail, request id or page"
        leftSection={<Icon name="search" />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <CommandList id={list} commands={commands} chosen={chosen} idOf={idOf} onRun={run} />
      <div role="status" className={classes.status}>
        {wordsFor(commands.length, isFetching)}
      </div>
    </>
  );
}

function wordsFor(count: number, isFetching: boolean): string {
  if (count === 0) {
    return isFetching ? 'Searching' : 'No match';
  }
  return count === 1 ? '1 found' : `${count} found`;
}

interface CommandListProps {
  id: string;
  commands: readonly Command[];
  chosen: number;
  idOf: (index: number) => string;
  onRun: (command: Command) => void;
}

/** The focus stays in the field above, which refers to the selected option by id. */
function CommandList({ id, commands, chosen, idOf, onRun }: CommandListProps) {
  return (
    <div id={id} role="listbox" aria-label="Results" className={classes.commands}>
      {commands.map((command, index) => (
        <Fragment key={command.id}>
          {command.group !== commands[index - 1]?.group && (
            <div className={classes.group} role="presentation">
              {command.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
          <div
            id={idOf(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classes.command}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onRun(command)}
          >
            <Icon name={command.icon} />
            <span className={classes.commandName}>
              {command.label}{' '}
              {command.hint && <span className={classes.commandHint}>{command.hint}</span>}
            </span>
          </div>
        </Fragment>
      ))}
    </div>
  );
}
