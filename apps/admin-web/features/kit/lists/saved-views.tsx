'use client';

import { Button, CloseButton, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { type UrlState, useUrlState, writeState } from '../../../lib/use-url-state.ts';
import classes from './lists.module.css';

const place = { position: 'bottom-end', trapFocus: true } as const;

/**
 * Filters of this list that the member gave a name; kept in this browser, for this member only.
 * `defaults` are those of the list on the page.
 */
export function SavedViews<State extends UrlState>({ defaults }: { defaults: State }) {
  const { user } = useMember();
  const [state, change] = useUrlState(defaults);
  const views = keptViews(() => localStorage, `${user.id} ${usePathname()}`);
  const [list, setList] = useState(() => views.read());
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const kept = { ...withoutAddresses(state), page: defaults.page ?? '1' };
  const query = writeState(kept as UrlState, defaults);
  const show = (text: string) => {
    const named = Object.fromEntries(new URLSearchParams(text));
    change({ ...defaults, ...named } as Partial<State>);
    setOpen(false);
  };
  const save = (name: string) => {
    setList(views.put({ name, query }));
    setNaming(false);
  };
  return (
    <Group gap="xs">
      {list.length > 0 && (
        <Popover opened={isOpen} onChange={setOpen} withinPortal={false} {...place}>
          <Popover.Target>
            <Button variant="default" onClick={() => setOpen(!isOpen)}>
              Views ({list.length})
            </Button>
          </Popover.Target>
          <Popover.Dropdown p="xs">
            <ul className={classes.views}>
              {list.map((view) => (
                <li key={view.name}>
                  <Button
                    variant={view.query === query ? 'light' : 'subtle'}
                    color="gray"
                    justify="flex-start"
                    onClick={() => show(view.query)}
                  >
                    {view.name}
                  </Button>
                  <CloseButton
                    aria-label={`Delete the view ${view.name}`}
                    onClick={() => setList(views.remove(view.name))}
                  />
                </li>
              ))}
            </ul>
          </Popover.Dropdown>
        </Popover>
      )}
      {query !== '' && (
        <Popover opened={isNaming} onChange={setNaming} withinPortal={false} {...place}>
          <Popover.Target>
            <Button variant="subtle" color="gray" onClick={() => setNaming(!isNaming)}>
              Save view
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <NameForm onSave={save} />
          </Popover.Dropdown>
        </Popover>
      )}
    </Group>
  );
}

function NameForm({ onSave }: { onSave: (name: string) => void }) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') {
      onSave(name.trim());
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          data-autofocus
          label="Name of the view"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          Kept in this browser. E-mail addresses are left out.
        </Text>
        <Button type="submit" disabled={name.trim() === ''}>
          Save
        </Button>
      </Stack>
    </form>
  );
}

export interface View {
  name: string;
  /** The filter as it stands in the address of the page. */
  query: string;
}

const VIEWS_MAX = 20;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The named filters of one list for one member. A browser that keeps nothing has none. */
export function keptViews(store: () => Store, owner: string) {
  const key = `views ${owner}`;

  function read(): View[] {
    try {
      const kept: unknown = JSON.parse(store().getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isView) : [];
    } catch (error) {
      console.warn('The saved views could not be read.', error);
      return [];
    }
  }

  function write(views: View[]): View[] {
    try {
      store().setItem(key, JSON.stringify(views));
    } catch (error) {
      console.warn('The saved views could not be kept.', error);
    }
    return views;
  }

  return {
    read,
    /** A view of the same name is replaced. */
    put: (view: View) =>
      write([...read().filter(({ name }) => name !== view.name), view].slice(-VIEWS_MAX)),
    remove: (gone: string) => write(read().filter(({ name }) => name !== gone)),
  };
}

/** A person's address must not stay in the browser of a member. */
export function withoutAddresses<State extends UrlState>(state: State): Partial<State> {
  const kept = Object.entries(state).filter(([, value]) => !value.includes('@'));
  return Object.fromEntries(kept) as Partial<State>;
}

function isView(value: unknown): value is View {
  const isObject = typeof value === 'object' && value !== null;
  return (
    isObject &&
    'name' in value &&
    typeof value.name === 'string' &&
    'query' in value &&
    typeof value.query === 'string'
  );
}
