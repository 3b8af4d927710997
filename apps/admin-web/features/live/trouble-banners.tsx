import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { Banner } from './banner.tsx';
import { spanWords } from './spans.ts';
import type { Trouble } from './stage.ts';
import { people } from './stage-words.ts';
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
  halted: 'Halted: nothing is handed out',
  restoring: 'The line is being restored',
  redis: 'Redis does not answer',
  database: 'MongoDB does not answer',
  worker: 'No worker serves the line',
};

function wordsFor(trouble: Trouble, { overview, serverNow }: View): ReactNode {
  const { halted, waiting, held, worker } = overview;
  switch (trouble) {
    case 'halted':
      return (
        <>
          The engine met a state that must not be and stopped this sale: {halted}. {people(waiting)}{' '}
          keep their places and orders stand. Pause the sale so that buyers read why, then compare
          Redis with MongoDB.
        </>
      );
    case 'restoring':
      return 'Places and orders are read back from what was stored. Nobody has to do anything; it ends by itself.';
    case 'redis':
      return 'Nobody can join and nobody is served until it is back. What was acknowledged is stored; the line is restored by itself.';
    case 'database':
      return `Nobody can pay: ${people(held)} hold a unit. The numbers below may be the last ones known.`;
    case 'worker':
      return `${lastSeen(worker.lastSeenAt, serverNow)} ${people(waiting)} wait and keep their places. Start a worker.`;
  }
}

const lastSeen = (at: string | null, now: number) =>
  at === null
    ? 'None was ever seen.'
    : `The last one was seen ${spanWords(now - Date.parse(at))} ago.`;
