'use client';

import type { CreateSaleBody } from '@flash/shared-types';
import { newKey, type Refusal } from '@flash/web';
import { Button, Group, Stack } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { EmptyState } from '../kit/loaded.tsx';
import { readersZone } from '../kit/when.tsx';

/** The list before the first sale: how to create one, or a demo to look around. */
export function NoSales() {
  const { team, may } = useMember();
  const router = useRouter();
  const [key] = useState(newKey);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const createDemo = async () => {
    setBusy(true);
    const answer = await team.createSale({ body: demoSale(Date.now(), readersZone()), key });
    setBusy(false);
    if (answer.ok) {
      router.push(addresses.sale(answer.value.id));
    } else {
      setRefusal(answer.refusal);
    }
  };

  if (!may('operator')) {
    return <EmptyState title="No sales yet">An operator can create one.</EmptyState>;
  }
  return (
    <Stack>
      {refusal && <RefusalAlert refusal={refusal} />}
      <EmptyState
        title="No sales yet"
        action={
          <Group justify="center" mt="sm">
            <Button component={Link} href={addresses.newSale}>
              Create the first sale
            </Button>
            <Button variant="default" loading={isBusy} onClick={() => void createDemo()}>
              Create a demo sale
            </Button>
          </Group>
        }
      >
        A sale has units, a price and a start. The demo sale starts immediately with 50 units and
        ends after two minutes.
      </EmptyState>
    </Stack>
  );
}

const DEMO_DURATION_MS = 2 * 60_000;

/** Starts immediately and ends after two minutes. */
function demoSale(now: number, timeZone: string): CreateSaleBody {
  return {
    name: 'Demo sale',
    description: 'Fifty units, two minutes. Buy one on the customers’ site and watch it here.',
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + DEMO_DURATION_MS).toISOString(),
    timeZone,
    startingQuantity: 50,
    pricePerUnit: 10,
    identity: 'guest',
    holdTtlSeconds: 60,
  };
}
