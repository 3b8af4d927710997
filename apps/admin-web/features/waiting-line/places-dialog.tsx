'use client';

import type { Refusal } from '@flash/client';
import type { PlacesAction, PlacesFilter, PlacesPreview } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Button, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { placesWords } from '../kit/format.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { Panel } from '../kit/panel.tsx';
import { DoneLine, SALE_QUERIES } from '../sale/actions.tsx';
import { useSale } from '../sale/context.ts';
import { networkOption } from './words.ts';

/** Ends many places at once, for example when one person has taken them. */
export function ManyPlaces() {
  const { may } = useMember();
  const [isOpen, setOpen] = useState(false);
  if (!may('operator')) {
    return null;
  }
  return (
    <Panel
      title="Many places of one person"
      aside={
        <Button variant="default" onClick={() => setOpen(true)}>
          Choose places…
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        Release or remove places by network or by time of joining. You see how many people are
        affected before anything happens.
      </Text>
      {isOpen && <PlacesDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}

interface PlacesDialogProps {
  onClose: () => void;
}

/** Two steps: choose the places and count them, then confirm with a reason. */
function PlacesDialog({ onClose }: PlacesDialogProps) {
  const [draft, setDraft] = useState(noPlaces);
  const [preview, setPreview] = useState<PlacesPreview | null>(null);
  if (preview && preview.places > 0) {
    return <EndPlaces draft={draft} preview={preview} onClose={onClose} />;
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title="Choose places"
      size="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ChoosePlaces
        draft={draft}
        preview={preview}
        onChange={setDraft}
        onCounted={setPreview}
        onClose={onClose}
      />
    </Modal>
  );
}

interface ChoosePlacesProps extends PlacesDialogProps {
  draft: PlacesDraft;
  preview: PlacesPreview | null;
  onChange: (draft: PlacesDraft) => void;
  onCounted: (preview: PlacesPreview) => void;
}

function ChoosePlaces({ draft, preview, onChange, onCounted, onClose }: ChoosePlacesProps) {
  const { team } = useMember();
  const { id, identity } = useSale();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const networks = useApiQuery(['networks', id], (signal) =>
    team.queueNetworks({ params: { flashSaleId: id }, signal }),
  );
  const filter = filterOf(draft);
  const set = (change: Partial<PlacesDraft>) => onChange({ ...draft, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!filter) {
      return;
    }
    setBusy(true);
    setRefusal(null);
    const answer = await team.previewPlaces({ params: { id }, body: filter });
    setBusy(false);
    if (!answer.ok) {
      return setRefusal(answer.refusal);
    }
    onCounted(answer.value);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {refusal && <RefusalAlert refusal={refusal} />}
        <Radio.Group
          label="What to do"
          value={draft.action}
          onChange={(action) => set({ action: action === 'release' ? 'release' : 'remove' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="remove" label="Remove the places: these buyers cannot join again" />
            <Radio value="release" label="Release holds only: these buyers can join again" />
          </Stack>
        </Radio.Group>
        <Select
          label="Network"
          description="The networks with the most places. They are shown as a digest, never as an address."
          placeholder="Any network"
          clearable
          data={networks.data?.items.map(networkOption) ?? []}
          value={draft.network || null}
          onChange={(network) => set({ network: network ?? '' })}
        />
        <Group grow align="flex-start">
          <TextInput
            type="datetime-local"
            step={1}
            label="Joined from"
            value={draft.joinedFrom}
            onChange={(event) => set({ joinedFrom: event.currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            step={1}
            label="Joined until"
            value={draft.joinedTo}
            onChange={(event) => set({ joinedTo: event.currentTarget.value })}
          />
        </Group>
        {identity === 'account' && (
          <TextInput
            label="E-mail pattern"
            description="* stands for any characters: *@example.org"
            autoComplete="off"
            maxLength={254}
            value={draft.emailPattern}
            onChange={(event) => set({ emailPattern: event.currentTarget.value })}
          />
        )}
        <div role="status">{preview && effectWords(preview)}</div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={filter === null}>
            Count the places
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface EndPlacesProps extends PlacesDialogProps {
  draft: PlacesDraft;
  preview: PlacesPreview;
}

function EndPlaces({ draft, preview, onClose }: EndPlacesProps) {
  const { team } = useMember();
  const { id } = useSale();
  const { places, joinedTo } = preview;
  const isRemoval = preview.action === 'remove';
  const filter = { action: preview.action, ...filterOf(draft), joinedTo };
  const action: Action = {
    title: isRemoval ? `Remove ${placesWords(places)}` : `Release ${placesWords(places)}`,
    effect: effectWords(preview),
    button: isRemoval ? `Remove ${placesWords(places)}` : `Release ${placesWords(places)}`,
    ...(isRemoval && { typedName: String(places) }),
    reasons: ['One person took many places.', 'Against the rules of the sale.'],
    run: ({ reason, key }) =>
      team.endPlaces({ params: { id }, body: { ...filter, expected: places, reason }, key }),
    done: (
      <DoneLine saleId={id}>
        {isRemoval ? `${placesWords(places)} removed.` : `${placesWords(places)} released.`}
      </DoneLine>
    ),
    stale: [...SALE_QUERIES, 'networks'],
  };
  return <ActionDialog action={action} onClose={onClose} />;
}

/** The fields of the dialog; times are in the reader's time zone. */
interface PlacesDraft {
  action: PlacesAction;
  network: string;
  joinedFrom: string;
  joinedTo: string;
  emailPattern: string;
}

export const noPlaces: PlacesDraft = {
  action: 'remove',
  network: '',
  joinedFrom: '',
  joinedTo: '',
  emailPattern: '',
};

/** The filter for the API; null while it would match every place. */
export function filterOf(draft: PlacesDraft): PlacesFilter | null {
  const { action, network, emailPattern } = draft;
  const [joinedFrom, joinedTo] = [isoOf(draft.joinedFrom), isoOf(draft.joinedTo)];
  const filter: PlacesFilter = {
    action,
    ...(network && { network }),
    ...(joinedFrom && { joinedFrom }),
    ...(joinedTo && { joinedTo }),
    ...(emailPattern.trim() && { emailPattern: emailPattern.trim() }),
  };
  return Object.keys(filter).length > 1 ? filter : null;
}

function isoOf(local: string): string | undefined {
  const time = new Date(local);
  return local === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** What will happen, and to how many buyers. */
export function effectWords({ action, places, waiting, held, paying, hasMore }: PlacesPreview) {
  const spared = paying > 0 ? ` ${formatCount(paying)} in payment stay unchanged.` : '';
  if (places === 0) {
    return `No place matches.${spared}`;
  }
  const more = hasMore ? ' More places match: repeat this afterwards.' : '';
  const who =
    action === 'release'
      ? `${formatCount(held)} ${held === 1 ? 'buyer loses a hold' : 'buyers lose their holds'} and can join again, at the end of the line.`
      : `${placesWords(places)}: ${formatCount(waiting)} waiting, ${formatCount(held)} with a hold. These buyers cannot join this sale again. This cannot be undone.`;
  return `${who}${spared}${more}`;
}
