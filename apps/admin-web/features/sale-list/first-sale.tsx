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
import { Nothing } from '../kit/loaded.tsx';
import { readersZone } from '../kit/when.tsx';

/** Before the first sale. */
export function NoSales() {
  const { team, may } = useMember();
  const router = useRouter();
  const [key] = useState(newKey);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const tryOut = async () => {
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
    return <Nothing title="No sales yet">An operator can create one.</Nothing>;
  }
  return (
    <Stack>
      {refusal && <RefusalAlert refusal={refusal} />}
      <Nothing
        title="No sales yet"
        action={
          <Group justify="center" mt="sm">
            <Button component={Link} href={addresses.newSale}>
              Create the first sale
            </Button>
            <Button variant="default" loading={isBusy} onClick={() => void tryOut()}>
              Create a demo sale
            </Button>
          </Group>
        }
      >
        A sale has units, a price and a start. The demo sale starts immediately with 50 units and
        ends after two minutes.
      </Nothing>
    </Stack>
  );
}

const LASTS_MS = 2 * 60_000;

/** Live at once and over in two minutes: to look around without planning anything. */
function demoSale(now: number, timeZone: string): CreateSaleBody {
  return {
    name: 'Demo sale',
    description: 'Fifty units, two minutes. Buy one on the customers’ site and watch it here.',
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + LASTS_MS).toISOString(),
    timeZone,
    startingQuantity: 50,
    pricePerUnit: 10,
    identity: 'guest',
    holdTtlSeconds: 60,
  };
}
