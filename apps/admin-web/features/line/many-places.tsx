'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { Card } from '../kit/card.tsx';
import { PlacesDialog } from './places-dialog.tsx';

/** Against a person who took many places: ends all of them in one step. */
export function ManyPlaces() {
  const { may } = useMember();
  const [isOpen, setOpen] = useState(false);
  if (!may('operator')) return null;
  return (
    <Card label="Many places of one person">
      <Group justify="space-between" gap="md">
        <div>
          <Title order={2} size="h4">
            Many places of one person
          </Title>
          <Text size="sm" c="dimmed">
            Release or remove places by network or by time of joining. You see how many people it
            hits before anything happens.
          </Text>
        </div>
        <Button variant="default" onClick={() => setOpen(true)}>
          Choose places…
        </Button>
      </Group>
      {isOpen && <PlacesDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}
