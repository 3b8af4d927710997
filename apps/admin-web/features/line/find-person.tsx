'use client';

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { Card } from '../kit/card.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { useSale } from '../sale/sale-context.ts';
import { PersonCard } from './person-card.tsx';

const AGAIN_MS = 3_000;

/** Kept out of the page's address: what is typed here is somebody's e-mail. */
export function FindPerson() {
  const { team } = useMember();
  const { id, identity } = useSale();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const isGuest = identity === 'guest';
  const asked = useAsk(
    ['find', id, q],
    (signal) => team.findInQueue({ params: { flashSaleId: id }, query: { q }, signal }),
    { isEnabled: q !== '', everyMs: q === '' ? undefined : AGAIN_MS },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setQ(typed.trim());
  };
  return (
    <Card label="Find a person">
      <Title order={2} size="h4" id="find" mb="xs">
        Find a person
      </Title>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={isGuest ? 'E-mail, typed in full' : 'Name or e-mail'}
            description={
              isGuest
                ? 'Guests are known here only by a digest of their e-mail: no part of it can be searched for, the whole of it can.'
                : 'The beginning of a name, or a whole e-mail.'
            }
            flex="1 1 16rem"
            maxLength={254}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            Find
          </Button>
        </Group>
      </form>
      {q !== '' && (
        <Stack mt="md" aria-live="polite">
          <Loaded asked={asked}>
            {({ items }) =>
              items.length > 0 ? (
                items.map((member) => <PersonCard key={member.buyer} member={member} />)
              ) : (
                <Nothing title="Nobody found">
                  {isGuest
                    ? 'Nobody with exactly this e-mail is in this sale. Check its spelling.'
                    : 'No account with this e-mail, or a name that begins like this, is in this sale.'}
                </Nothing>
              )
            }
          </Loaded>
          {asked.data && asked.data.items.length > 1 && (
            <Text size="sm" c="dimmed">
              At most 20 are shown.
            </Text>
          )}
        </Stack>
      )}
    </Card>
  );
}
