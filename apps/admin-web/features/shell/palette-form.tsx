'use client';

import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { Command } from './command.ts';
import { CommandList } from './command-list.tsx';
import { Icon } from './icon.tsx';
import classes from './shell.module.css';
import { useCommands } from './use-commands.ts';

interface PaletteFormProps {
  onClose: () => void;
  onHelp: () => void;
}

export function PaletteForm({ onClose, onHelp }: PaletteFormProps) {
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
    if (!command) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (step === undefined) run(commands[chosen]);
    else setAt((chosen + step + commands.length) % Math.max(1, commands.length));
  };

  return (
    <>
      <TextInput
        data-autofocus
        size="lg"
        variant="unstyled"
        px="md"
        role="combobox"
        aria-label="Find a sale, a page or an action"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen >= 0 ? idOf(chosen) : undefined}
        aria-autocomplete="list"
        placeholder="Find a sale, a page or an action"
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
  if (count === 0) return isFetching ? 'Searching' : 'No match';
  return count === 1 ? '1 found' : `${count} found`;
}
