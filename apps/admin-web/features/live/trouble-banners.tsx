import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { Banner } from './banner.tsx';
import { spanWords } from './spans.ts';
import type { Trouble } from './stage.ts';
import { people, units } from './stage-words.ts';
import type { View } from './view.ts';

/** What keeps the line from being served, what it means for people, and what to do about it. */
export function TroubleBanners({ view }: { view: View }) {
  return view.troubles.map((trouble) => (
    <Banner key={trouble} tone="danger" title={titles[trouble]}>
      {wordsFor(trouble, view)}{' '}
      <Anchor component={Link} href={addresses.system} underline="always" inherit>
        Open System
      </Anchor>
    </Banner>
  ));
}

const titles: Record<Trouble, string> = {
  halted: 'Halted: the line has stopped',
  restoring: 'The line is being restored',
  redis: 'Redis is not responding',
  database: 'MongoDB is not responding',
  worker: 'No queue worker is running',
};

function wordsFor(trouble: Trouble, { overview, serverNow }: View): ReactNode {
  const { halted, waiting, held, worker } = overview;
  switch (trouble) {
    case 'halted':
      return (
        <>
          An internal check failed and stopped this sale: {halted}. {people(waiting)} waiting;
          places and orders are kept. Pause the sale so that buyers see why, then compare Redis with
          MongoDB.
        </>
      );
    case 'restoring':
      return 'Places and orders are being restored from storage. No action is needed.';
    case 'redis':
      return 'Buyers cannot join and the line is stopped until it is back. Places are kept and restored automatically.';
    case 'database':
      return `Buyers cannot pay; ${units(held)} on hold. The numbers below may be out of date.`;
    case 'worker':
      return `${lastSeen(worker.lastSeenAt, serverNow)} ${people(waiting)} waiting; places are kept. Start a worker.`;
  }
}

const lastSeen = (at: string | null, now: number) =>
  at === null
    ? 'No worker has been seen yet.'
    : `Last seen ${spanWords(now - Date.parse(at))} ago.`;
