'use client';

import { type AnswerOf, type Endpoints, type KeyScope, keyScopes } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons, fieldError, generalRefusal, RefusalAlert } from '../kit/forms.tsx';
import { SaleSelect } from '../kit/sale-name.tsx';
import { MakeOnceDialog, ShownSecret } from '../kit/shown-once.tsx';
import { When } from '../kit/when.tsx';

type Made = AnswerOf<Endpoints['makeKey']>;

interface NewKeyDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function NewKeyDialog({ isOpen, onClose }: NewKeyDialogProps) {
  return (
    <MakeOnceDialog<Made>
      isOpen={isOpen}
      onClose={onClose}
      title="New API key"
      madeTitle="Copy this key"
      form={(onMade, onCancel) => <KeyForm onMade={onMade} onCancel={onCancel} />}
    >
      {(made, close) => (
        <ShownSecret
          label="API key"
          copyLabel="Copy the key"
          value={made.key}
          hint={
            <>
              Shown only once.{' '}
              {made.expiresAt && (
                <>
                  Works until <When at={made.expiresAt} />.
                </>
              )}
            </>
          }
          onClose={close}
        >
          Store it where {made.name} keeps its secrets. If it is lost or seen by others, revoke it
          here and create a new one.
        </ShownSecret>
      )}
    </MakeOnceDialog>
  );
}

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: '', label: 'Until it is revoked' },
];

/** ISO time so many days from now; null without a number. */
export function expiryIn(days: string, nowMs: number): string | null {
  return days === '' ? null : new Date(nowMs + Number(days) * DAY_MS).toISOString();
}

interface KeyFormProps {
  onMade: (made: Made) => void;
  onCancel: () => void;
}

function KeyForm({ onMade, onCancel }: KeyFormProps) {
  const { team } = useMember();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [saleId, setSaleId] = useState('');
  const [days, setDays] = useState('90');
  const { submit, isBusy, refusal } = useSubmit({
    call: () =>
      team.makeKey({
        body: {
          name: name.trim(),
          scopes: scopes as KeyScope[],
          flashSaleId: saleId || null,
          expiresAt: expiryIn(days, Date.now()),
        },
      }),
    onDone: (made) => {
      onMade(made);
      return queries.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  const general = generalRefusal(refusal, ['name']);

  return (
    <form onSubmit={submit}>
      <Stack>
        {general && <RefusalAlert refusal={general} />}
        <TextInput
          data-autofocus
          label="Name"
          description="The program that uses the key."
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(refusal, 'name')}
        />
        <Checkbox.Group
          label="Scopes"
          description="Choose only what the program needs."
          value={scopes}
          onChange={setScopes}
        >
          <Stack gap="sm" mt="xs">
            {keyScopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} description={scopeWords[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <SaleSelect value={saleId} onChange={setSaleId} />
        <Select
          label="Expires"
          data={lifetimes}
          value={days}
          onChange={(value) => setDays(value ?? '90')}
          allowDeselect={false}
        />
        <FormButtons
          label="Create key"
          isBusy={isBusy}
          isDisabled={scopes.length === 0}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}

/** What a program may do with a scope, for the owner who decides; the API reference names each scope's calls. */
export const scopeWords: Partial<Record<KeyScope, string>> = {
  'control:write':
    'Run a sale: pause, resume, end and archive it, change its stock, show a message, and remove people from the line.',
  'orders:export': 'Download orders as a table, with the addresses of buyers.',
  'orders:read': 'Read orders, their payments and the e-mails that were sent.',
  'orders:write': 'Add notes to orders, and send e-mails again.',
  'queue:read': 'Read the line: how many wait, who they are, and changes as they happen.',
  'sales:read': 'Read sales and the result of their last check.',
  'sales:write':
    'Create, change and delete sales and their pictures, and share previews of drafts.',
  'system:export': 'Download the audit log as a table.',
  'system:read':
    'Read the state of the system and the audit log, and search sales, orders and people.',
};
