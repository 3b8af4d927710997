'use client';

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Card } from '../kit/card.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { useSale } from '../sale/sale-context.ts';
import { PersonCard } from './person-card.tsx';

const REFRESH_MS = 3_000;

/** Kept out of the page's address: what is typed here is the e-mail of a person. */
export function FindPerson() {
  const { team } = useMember();
  const { id, identity } = useSale();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const isGuest = identity === 'guest';
  const query = useApiQuery(
    ['find', id, q],
    (signal) => team.findInQueue({ params: { flashSaleId: id }, query: { q }, signal }),
    { enabled: q !== '', refetchInterval: q === '' ? undefined : REFRESH_MS },
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
            label={isGuest ? 'Full e-mail address' : 'Name or e-mail'}
            description={
              isGuest
                ? 'E-mails of guests are stored as a digest, so search needs the complete address.'
                : 'The beginning of a name, or the full e-mail address.'
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
          <Loaded query={query}>
            {({ items }) =>
              items.length > 0 ? (
                items.map((member) => <PersonCard key={member.buyer} member={member} />)
              ) : (
                <Nothing title="No match">
                  {isGuest
                    ? 'No person with this e-mail address is in this sale. Check the spelling.'
                    : 'No account with this e-mail address or name is in this sale.'}
                </Nothing>
              )
            }
          </Loaded>
          {query.data && query.data.items.length > 1 && (
            <Text size="sm" c="dimmed">
              At most 20 are shown.
            </Text>
          )}
        </Stack>
      )}
    </Card>
  );
}
