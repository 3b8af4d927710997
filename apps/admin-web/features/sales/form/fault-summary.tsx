'use client';

import { Alert, Anchor, List } from '@mantine/core';
import type { DraftField } from './draft.ts';
import { type Faults, firstFault, labels } from './faults.ts';
import { fieldId } from './form-context.ts';

/** All that is wrong in one place; each line leads to its field. */
export function FaultSummary({ faults }: { faults: Faults }) {
  const fields = (Object.keys(labels) as DraftField[]).filter((field) => faults[field]);
  if (fields.length === 0) return null;
  const title = fields.length === 1 ? 'Fix 1 field' : `Fix ${fields.length} fields`;
  return (
    <Alert color="red" title={title} role="alert">
      <List size="sm">
        {fields.map((field) => (
          <List.Item key={field}>
            <Anchor
              href={`#${fieldId(field)}`}
              size="sm"
              c="inherit"
              underline="always"
              onClick={(event) => {
                event.preventDefault();
                focusField(field);
              }}
            >
              {labels[field]}
            </Anchor>
            : {faults[field]}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** After the page shows it: a folded part opens first. */
export function focusFirst(faults: Faults): void {
  const field = firstFault(faults);
  if (field) requestAnimationFrame(() => requestAnimationFrame(() => focusField(field)));
}

function focusField(field: DraftField): void {
  const at = document.getElementById(fieldId(field));
  const target = at?.matches('input, textarea, button') ? at : at?.querySelector('input');
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}
