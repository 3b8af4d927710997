'use client';

import type { AdminSale, AuditEntry } from '@flash/shared-types';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { When } from '../kit/when.tsx';
import classes from './form.module.css';
import type { SaleDraft } from './model.ts';
import {
  type Choices,
  chooseAll,
  type Difference,
  differencesOf,
  firstChoices,
  mergeDrafts,
  type Side,
} from './save-edit.ts';

export interface Conflict {
  base: SaleDraft;
  mine: SaleDraft;
  theirs: SaleDraft;
  /** The newer version, on which the merged one will be saved. */
  sale: AdminSale;
  /** The version that was shown when the editing began. */
  seenVersion: number;
}

interface ConflictDialogProps {
  conflict: Conflict;
  isBusy: boolean;
  onSave: (merged: SaleDraft) => void;
  onClose: () => void;
}

/** Two members changed one sale: shows both versions side by side and lets the user choose. */
export function ConflictDialog({ conflict, isBusy, onSave, onClose }: ConflictDialogProps) {
  const { base, mine, theirs } = conflict;
  const differences = differencesOf(base, mine, theirs);
  const [choices, setChoices] = useState<Choices>(() => firstChoices(differences));
  const unchosen = differences.filter(({ field }) => !choices[field]).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title="This sale was changed in the meantime"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <ChangedBy conflict={conflict} />
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
          {unchosen > 0 && (
            <Text size="sm" role="status">
              {unchosen} still to choose
            </Text>
          )}
          <Button variant="default" onClick={onClose}>
            Back to the form
          </Button>
          <Button
            disabled={unchosen > 0}
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

const changedByWords = {
  me: 'only you changed it',
  them: 'only they changed it',
  both: 'both changed it',
};

function FieldChoice({ difference, side, onChoose }: FieldChoiceProps) {
  const { field, label, mine, theirs, changedBy } = difference;
  return (
    <fieldset>
      <legend>
        {label} <span className={classes.hint}>({changedByWords[changedBy]})</span>
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

/** Who has saved the sale since the form was opened, from the audit log. */
function ChangedBy({ conflict }: { conflict: Conflict }) {
  const { team, user } = useMember();
  const { sale, seenVersion } = conflict;
  const { data } = useApiQuery(['audit', sale.id, sale.version], (signal) =>
    team.auditLog({ query: { flashSaleId: sale.id, pageSize: 20 }, signal }),
  );
  const newer = (data?.items ?? []).filter((entry) => isSavedAfter(entry, seenVersion));
  if (newer.length === 0) {
    return (
      <Text size="sm">
        Last change: <When at={sale.updatedAt} />. Choose which version to keep.
      </Text>
    );
  }
  return (
    <Text size="sm" component="div">
      {newer.map(({ id, at, actor }) => (
        <div key={id}>
          <strong>
            {actor.id === user.id ? 'You, in another window' : (actor.email ?? 'Another member')}
          </strong>{' '}
          saved <When at={at} hasSeconds />
        </div>
      ))}
      Choose which version to keep.
    </Text>
  );
}

function isSavedAfter({ after }: AuditEntry, version: number): boolean {
  if (typeof after !== 'object' || after === null || !('version' in after)) {
    return false;
  }
  return typeof after.version === 'number' && after.version > version;
}
