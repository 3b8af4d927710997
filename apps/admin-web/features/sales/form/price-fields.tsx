'use client';

import { currencyDecimals } from '@flash/shared-utils';
import { Button, Select, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { Panel } from '../../kit/panel.tsx';
import { currencyChoices } from './choices.ts';
import { labels } from './faults.ts';
import classes from './form.module.css';
import { useField, useForm } from './form-context.ts';
import { TextField } from './text-field.tsx';

export interface PriceFieldsProps {
  /** Once a sale is published its stock moves by a step of its own. */
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
