'use client';

import { countries, countryChoices, currencyDecimals, isCurrency } from '@flash/shared-utils';
import {
  Button,
  MultiSelect,
  Radio,
  Select,
  Stack,
  Switch,
  Textarea,
  VisuallyHidden,
} from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { Card, Panel } from '../kit/panel.tsx';
import { readersZone } from '../kit/when.tsx';
import classes from './form.module.css';
import { TextField, TimeField, useField, useForm } from './inputs.tsx';
import { codesIn, inZone, labels } from './model.ts';
import { PictureField, type PictureFieldProps } from './picture.tsx';

export function WhatFields({ picture }: { picture: PictureFieldProps }) {
  const { draft, set } = useForm();
  const { reason, ...state } = useField('description');
  return (
    <Panel title="What is sold">
      <Stack>
        <TextField field="name" required maxLength={200} />
        <Textarea
          label={labels.description}
          description={reason}
          {...state}
          autosize
          minRows={2}
          maxRows={12}
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <PictureField {...picture} />
      </Stack>
    </Panel>
  );
}

/** `endHint`: how many buyers a new end would affect. */
export function WhenFields({ endHint }: { endHint?: string }) {
  const { draft, set, fixed } = useForm();
  const { reason, ...state } = useField('timeZone');
  // A start that can no longer change keeps its moment, and its clock time changes with the zone.
  const inOtherZone = (timeZone: string) =>
    fixed.startsAt ? inZone(draft, timeZone) : { timeZone, startsFold: null, endsFold: null };
  const zones = useMemo(() => zoneChoices(draft.timeZone), [draft.timeZone]);
  return (
    <Panel title="When">
      <Stack>
        <Select
          label={labels.timeZone}
          description={reason ?? 'Start and end are times of this zone; buyers see theirs as well.'}
          {...state}
          data={zones}
          value={draft.timeZone}
          onChange={(timeZone) => timeZone && set(inOtherZone(timeZone))}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage="No zone of this name"
        />
        <div className={classes.pair}>
          <TimeField field="startsAt" />
          <TimeField field="endsAt" hint={endHint} />
        </div>
        <TextField
          field="lobbyMinutes"
          inputMode="decimal"
          description="Buyers can take a place and fill in their details this long before the start."
          rightSection="min"
          rightSectionWidth={48}
        />
      </Stack>
    </Panel>
  );
}

export interface PriceFieldsProps {
  /** The stock of a published sale, which is changed in a dialog instead of this form. */
  stock?: number;
  onChangeStock?: () => void;
}

export function PriceFields({ stock, onChangeStock }: PriceFieldsProps) {
  const { draft, set } = useForm();
  const { reason, ...state } = useField('currency');
  const currencies = useMemo(currencyChoices, []);
  const decimals = currencyDecimals(draft.currency) ?? 2;
  return (
    <Panel title="Units and price">
      <Stack>
        <TextField
          field="startingQuantity"
          inputMode="numeric"
          required
          shown={stock === undefined ? undefined : String(stock)}
        />
        {onChangeStock && (
          <Button variant="default" onClick={onChangeStock} style={{ alignSelf: 'flex-start' }}>
            Change the stock…
          </Button>
        )}
        <div className={classes.pair}>
          <TextField
            field="pricePerUnit"
            inputMode="decimal"
            placeholder={decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`}
            description="Leave empty for a free item."
          />
          <Select
            label={labels.currency}
            description={reason ?? `${decimals === 0 ? 'No' : decimals} decimals.`}
            {...state}
            data={currencies}
            value={draft.currency}
            onChange={(currency) => currency && set({ currency })}
            searchable
            allowDeselect={false}
            limit={60}
            nothingFoundMessage="No currency of this name"
          />
        </div>
      </Stack>
    </Panel>
  );
}

/** The sale's and the reader's zones come first, because they are chosen most often. */
const zoneChoices = (chosen: string): string[] => [
  ...new Set([chosen, readersZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')]),
];

function currencyChoices(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(undefined, { type: 'currency' });
  return Intl.supportedValuesOf('currency')
    .filter(isCurrency)
    .map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }));
}

const IDENTITIES = [
  {
    value: 'account',
    label: 'Accounts',
    description:
      'Buyers sign in first. Their place follows them to every device, and an e-mail address alone does not give access to it.',
  },
  {
    value: 'guest',
    label: 'Guests, by e-mail',
    description:
      'No sign-in, so fewer buyers give up. But e-mail addresses are not verified: another person can join with a buyer’s address. A place stays in its browser; a code opens it on another device.',
  },
] as const;

export function IdentityFields() {
  const { draft, set } = useForm();
  const { reason, error, disabled, id } = useField('identity');
  return (
    <Panel title={labels.identity}>
      <Radio.Group
        id={id}
        label={<VisuallyHidden>{labels.identity}</VisuallyHidden>}
        labelProps={{ className: classes.noLabel }}
        description={reason}
        error={error}
        value={draft.identity}
        onChange={(value) => set({ identity: value as 'account' | 'guest' })}
      >
        <Stack gap="sm" mt={reason ? 'xs' : 0}>
          {IDENTITIES.map(({ value, label, description }) => (
            <Radio
              key={value}
              value={value}
              label={label}
              description={description}
              disabled={disabled}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Panel>
  );
}

/** The countries are kept while the switch is off, for the case that it is turned on again. */
export function DeliveryFields() {
  const { draft, set } = useForm();
  const { reason, disabled, id } = useField('needsDeliveryAddress');
  const { reason: why, ...state } = useField('deliveryCountries');
  const choices = useMemo(() => countryChoices(countries, 'en').map(toOption), []);
  return (
    <Panel title={labels.needsDeliveryAddress}>
      <Stack>
        <Switch
          id={id}
          label="Buyers give an address to deliver to"
          description={
            reason ??
            'Nothing is bought without it. It is on the order, in its mail and in exports, and is deleted with the buyer’s data.'
          }
          disabled={disabled}
          checked={draft.needsDeliveryAddress}
          onChange={(event) => set({ needsDeliveryAddress: event.currentTarget.checked })}
        />
        {draft.needsDeliveryAddress && (
          <MultiSelect
            label={labels.deliveryCountries}
            description={why ?? 'Where it is delivered to. Leave empty for all countries.'}
            {...state}
            data={choices}
            value={codesIn(draft.deliveryCountries)}
            onChange={(codes) => set({ deliveryCountries: codes.toSorted().join(',') })}
            searchable
            clearable
            limit={60}
            nothingFoundMessage="No country of this name"
          />
        )}
      </Stack>
    </Panel>
  );
}

const toOption = ({ code, name }: { code: string; name: string }) => ({ value: code, label: name });

const ADVANCED_FIELDS = [
  ...(['holdMinutes', 'extensions', 'extensionMinutes', 'fastPassPercent'] as const),
  ...(['placesPerNetwork', 'holdsBeforeWait'] as const),
];

/** Settings with good defaults; opens by itself when one of them has an error. */
export function MoreFields() {
  const { draft, set, errors } = useForm();
  const { reason, disabled, id } = useField('honourHoldsAfterEnd');
  const hasError = ADVANCED_FIELDS.some((field) => errors[field]);
  const [isOpen, setOpen] = useState(hasError);
  useEffect(() => {
    if (hasError) {
      setOpen(true);
    }
  }, [hasError]);
  const minutes = { inputMode: 'decimal', rightSection: 'min', rightSectionWidth: 48 } as const;
  return (
    <Card>
      <details
        className={classes.more}
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>More: time to pay, last units, limits per buyer, after the end</summary>
        <Stack>
          <TextField
            field="holdMinutes"
            description="How long a unit is on hold for a buyer."
            {...minutes}
          />
          <div className={classes.pair}>
            <TextField
              field="extensions"
              inputMode="numeric"
              description="How often a buyer can add time. 0 excludes people who need more time."
            />
            <TextField field="extensionMinutes" {...minutes} />
          </div>
          <TextField
            field="fastPassPercent"
            inputMode="decimal"
            description="Hand out the last x % of stock instantly instead of in batches. Order does not change."
            rightSection="%"
          />
          <div className={classes.pair}>
            <TextField
              field="placesPerNetwork"
              description="How many places in line one internet address may have at once. auto: 2% of the units and at least 20. 0: no limit."
            />
            <TextField
              field="holdsBeforeWait"
              inputMode="numeric"
              description="After this many holds given back or expired, the same buyer has to wait before joining again, longer each time. 0: no wait."
            />
          </div>
          <Switch
            id={id}
            label="Let buyers with a hold finish paying after the end"
            description={reason ?? 'If off, holds end with the sale.'}
            disabled={disabled}
            checked={draft.honourHoldsAfterEnd}
            onChange={(event) => set({ honourHoldsAfterEnd: event.currentTarget.checked })}
          />
        </Stack>
      </details>
    </Card>
  );
}
