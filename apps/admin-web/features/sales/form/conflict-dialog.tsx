'use client';

import type { AdminSale } from '@flash/shared-types';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { SaleDraft } from './draft.ts';
import classes from './form.module.css';
import {
  type Choices,
  chooseAll,
  type Difference,
  differencesOf,
  firstChoices,
  mergeDrafts,
  type Side,
} from './merge.ts';
import { WhoChanged } from './who-changed.tsx';

export interface Conflict {
  base: SaleDraft;
  mine: SaleDraft;
  theirs: SaleDraft;
  /** The version that is to be saved upon. */
  sale: AdminSale;
  /** What was on screen when the editing began. */
  seenVersion: number;
}

interface ConflictDialogProps {
  conflict: Conflict;
  isBusy: boolean;
  onSave: (merged: SaleDraft) => void;
  onClose: () => void;
}

/** Two people changed one sale: both versions side by side, and nothing is lost unseen. */
export function ConflictDialog({ conflict, isBusy, onSave, onClose }: ConflictDialogProps) {
  const { base, mine, theirs } = conflict;
  const differences = differencesOf(base, mine, theirs);
  const [choices, setChoices] = useState<Choices>(() => firstChoices(differences));
  const open = differences.filter(({ field }) => !choices[field]).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title="This sale was changed in the meantime"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <WhoChanged conflict={conflict} />
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setChoices(chooseAll(differences, 'mine'))}
          >
            Keep all of mine
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setChoices(chooseAll(differences, 'theirs'))}
          >
            Take all of theirs
          </Button>
        </Group>
        <ul className={classes.versions}>
          {differences.map((difference) => (
            <li key={difference.field}>
              <FieldChoice
                difference={difference}
                side={choices[difference.field]}
                onChoose={(side) => setChoices({ ...choices, [difference.field]: side })}
              />
            </li>
          ))}
        </ul>
        <Group justify="flex-end" gap="xs">
          {open > 0 && (
            <Text size="sm" role="status">
              {open} still to choose
            </Text>
          )}
          <Button variant="default" onClick={onClose}>
            Back to the form
          </Button>
          <Button
            disabled={open > 0}
            loading={isBusy}
            onClick={() => onSave(mergeDrafts(mine, theirs, choices))}
          >
            Save this
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface FieldChoiceProps {
  difference: Difference;
  side: Side | undefined;
  onChoose: (side: Side) => void;
}

const notes = { me: 'only you changed it', them: 'only they changed it', both: 'both changed it' };

function FieldChoice({ difference, side, onChoose }: FieldChoiceProps) {
  const { field, label, mine, theirs, changedBy } = difference;
  return (
    <fieldset>
      <legend>
        {label} <span className={classes.todo}>({notes[changedBy]})</span>
      </legend>
      <div className={classes.sides}>
        {(
          [
            ['mine', 'Yours', mine],
            ['theirs', 'Theirs', theirs],
          ] as const
        ).map(([value, name, words]) => (
          <Radio
            key={value}
            name={`choice-${field}`}
            value={value}
            checked={side === value}
            onChange={() => onChoose(value)}
            label={name}
            description={<span className={classes.side}>{words}</span>}
          />
        ))}
      </div>
    </fieldset>
  );
}
