import { newKey } from '@flash/client';
import { NOTE_LENGTH_MAX, type OrderDetail } from '@flash/shared-types';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import classes from './orders.module.css';

/** What colleagues noted on this order, and a field for a new note. */
export function NotesPanel({ order }: { order: Pick<OrderDetail, 'id' | 'notes' | 'forgotten'> }) {
  const { notes, forgotten } = order;
  return (
    <Panel title="Notes">
      <Stack gap="sm">
        {notes.length > 0 && (
          <ol className={classes.notes}>
            {notes.map(({ id, at, author, text }) => (
              <li key={id}>
                <Text size="sm" className={classes.noteText} dir="auto">
                  {text}
                </Text>
                <Text size="xs" c="dimmed">
                  {author}, <When at={at} />
                </Text>
              </li>
            ))}
          </ol>
        )}
        {forgotten ? (
          <Text size="sm" c="dimmed">
            The buyer’s data was deleted, and the notes with it.
          </Text>
        ) : (
          <NoteForm orderId={order.id} />
        )}
      </Stack>
    </Panel>
  );
}

function NoteForm({ orderId }: { orderId: string }) {
  const { team } = useMember();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  // The same for every attempt to add one note, so that a retry adds it once.
  const [key, setKey] = useState(newKey);
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.noteOrder({ params: { orderId }, body: { text: text.trim() }, key }),
    onDone: () => {
      setText('');
      setKey(newKey());
      return queries.invalidateQueries({ queryKey: ['order', orderId] });
    },
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {refusal && <RefusalAlert refusal={refusal} />}
        <Textarea
          label="New note"
          description="For colleagues. Buyers do not see notes; they can ask for a copy of their data."
          autosize
          minRows={2}
          maxLength={NOTE_LENGTH_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={isBusy} disabled={text.trim() === ''}>
            Add note
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
