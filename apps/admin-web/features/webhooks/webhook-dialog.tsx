'use client';

import {
  type AnswerOf,
  type Endpoints,
  type Webhook,
  type WebhookEventType,
  webhookEventTypes,
} from '@flash/shared-types';
import { Checkbox, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons, fieldError, generalRefusal, RefusalAlert } from '../kit/forms.tsx';
import { SaleSelect } from '../kit/sale-name.tsx';
import { MakeOnceDialog, ShownSecret } from '../kit/shown-once.tsx';

type Made = AnswerOf<Endpoints['makeWebhook']>;

/** Both end with a secret that is shown once. */
export type Shown = { kind: 'new' } | { kind: 'rotate'; webhook: Webhook };

interface WebhookDialogProps {
  shown: Shown | null;
  onClose: () => void;
}

export function WebhookDialog({ shown, onClose }: WebhookDialogProps) {
  const queries = useQueryClient();
  return (
    <MakeOnceDialog<Made>
      isOpen={shown !== null}
      onClose={onClose}
      title={shown?.kind === 'rotate' ? 'Rotate secret' : 'New webhook'}
      madeTitle="Copy this secret"
      form={(setMade, onCancel) => {
        const onMade = (webhook: Made) => {
          setMade(webhook);
          return queries.invalidateQueries({ queryKey: ['webhooks'] });
        };
        return shown?.kind === 'rotate' ? (
          <RotateForm webhook={shown.webhook} onMade={onMade} onCancel={onCancel} />
        ) : (
          shown && <NewForm onMade={onMade} onCancel={onCancel} />
        );
      }}
    >
      {(made, close) => <Secret made={made} onClose={close} />}
    </MakeOnceDialog>
  );
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const publicKey = made.keys.find(({ kind, endsAt }) => kind === 'v1a' && endsAt === null);
  return (
    <Stack>
      <ShownSecret
        label="Secret"
        copyLabel="Copy the secret"
        value={made.secret}
        hint="Shown only once."
        onClose={onClose}
      >
        The receiver verifies messages with it. Store it where the receiver keeps its secrets.
      </ShownSecret>
      {publicKey?.publicKey && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          Public key (Ed25519): {publicKey.publicKey}
        </Text>
      )}
    </Stack>
  );
}

interface FormProps {
  onMade: (made: Made) => unknown;
  onCancel: () => void;
}

function NewForm({ onMade, onCancel }: FormProps) {
  const { team } = useMember();
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const [saleId, setSaleId] = useState('');
  const [ed25519, setEd25519] = useState(false);
  const { submit, isBusy, refusal } = useSubmit({
    call: () =>
      team.makeWebhook({
        body: {
          ...{ url: url.trim(), description: description.trim(), ed25519 },
          events: events as WebhookEventType[],
          flashSaleId: saleId || null,
        },
      }),
    onDone: onMade,
  });
  const general = generalRefusal(refusal, ['url', 'description']);
  return (
    <form onSubmit={submit}>
      <Stack>
        {general && <RefusalAlert refusal={general} />}
        <TextInput
          data-autofocus
          label="Address"
          description="https, and not inside a private network."
          type="url"
          required
          maxLength={2_000}
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={fieldError(refusal, 'url')}
        />
        <TextInput
          label="Description"
          maxLength={200}
          autoComplete="off"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={fieldError(refusal, 'description')}
        />
        <MultiSelect
          label="Events"
          description="None chosen: all events are sent."
          data={[...webhookEventTypes]}
          value={events}
          onChange={setEvents}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear the events' }}
        />
        <SaleSelect value={saleId} onChange={setSaleId} />
        <Checkbox
          label="Sign with Ed25519 as well"
          description="The receiver verifies with a public key and cannot sign by itself."
          checked={ed25519}
          onChange={(event) => setEd25519(event.currentTarget.checked)}
        />
        <FormButtons label="Create webhook" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

const overlaps = [
  { value: '0', label: 'None: the old secret ends immediately' },
  { value: '1', label: 'One hour' },
  { value: '24', label: 'One day' },
  { value: '168', label: 'One week' },
];

function RotateForm({ webhook: { id }, onMade, onCancel }: FormProps & { webhook: Webhook }) {
  const { team } = useMember();
  const [hours, setHours] = useState('24');
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.rotateWebhook({ params: { id }, body: { overlapHours: Number(hours) } }),
    onDone: onMade,
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {refusal && <RefusalAlert refusal={refusal} />}
        <Select
          data-autofocus
          label="Overlap"
          description="During this time messages are also signed with the old secret, so that the receiver can switch without losing any."
          data={overlaps}
          value={hours}
          onChange={(value) => setHours(value ?? '24')}
          allowDeselect={false}
        />
        <FormButtons label="Create new secret" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
