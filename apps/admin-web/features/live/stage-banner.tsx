import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { Banner } from './banner.tsx';
import classes from './live.module.css';
import { clockWords } from './spans.ts';
import { wordsOf } from './stage-words.ts';
import type { View } from './view.ts';

export function StageBanner({ view }: { view: View }) {
  const { tone, title, text, until } = wordsOf(view);
  return (
    <Banner
      tone={tone}
      title={title}
      aside={
        until && (
          <>
            <span>{until.label}</span>
            <span role="timer" className={classes.clock}>
              {clockWords(Date.parse(until.at) - view.serverNow)}
            </span>
          </>
        )
      }
    >
      {text} <Next view={view} />
    </Banner>
  );
}

/** Where one goes from here. */
function Next({ view: { stage, sale } }: { view: View }) {
  const { may } = useMember();
  if ((stage === 'upcoming' || stage === 'lobby' || stage === 'draft') && may('operator')) {
    return (
      <Anchor component={Link} href={addresses.sale(sale.id, 'edit')} underline="always" inherit>
        Edit the sale
      </Anchor>
    );
  }
  if (stage === 'soldOut' || stage === 'ended' || stage === 'archived') {
    return (
      <Anchor
        component={Link}
        href={addresses.sale(sale.id, 'analytics')}
        underline="always"
        inherit
      >
        See analytics
      </Anchor>
    );
  }
  return null;
}
