import { formatCount } from '@flash/web';
import { Anchor, Button } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { clockWords, durationWords, people, timeOf, units } from '../kit/format.ts';
import classes from './live.module.css';
import type { Trouble, View } from './view.ts';

export type Tone = 'good' | 'busy' | 'quiet' | 'warn' | 'danger';

export const signs: Record<Tone, string> = {
  good: '●',
  busy: '◐',
  quiet: '○',
  warn: '❚❚',
  danger: '▲',
};

interface BannerProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** At the end of the row: a clock or a button. */
  aside?: ReactNode;
}

/**
 * The state of the sale in large type. Screen readers announce only the title, because the rest
 * contains clocks.
 */
function Banner({ tone, title, children, aside }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone}>
      <span className={classes.sign} aria-hidden="true">
        {signs[tone]}
      </span>
      <div className={classes.bannerWords}>
        <strong role={tone === 'danger' ? 'alert' : 'status'}>{title}</strong>
        {children && <div>{children}</div>}
      </div>
      {aside && <div className={classes.bannerAside}>{aside}</div>}
    </div>
  );
}

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
              {view.clockNow === null ? '–:––' : clockWords(Date.parse(until.at) - view.clockNow)}
            </span>
          </>
        )
      }
    >
      {text} <NextStep view={view} />
    </Banner>
  );
}

/** A link to what an operator usually does next. */
function NextStep({ view: { stage, sale } }: { view: View }) {
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

interface Words {
  tone: Tone;
  title: string;
  text: string;
  /** The moment that the clock beside it counts down to. */
  until: { label: string; at: string } | null;
}

/** The stage of a sale in words. */
export function wordsOf({ stage, overview, sale }: View): Words {
  const { waiting, held, claimed, sold, stock, free } = overview;
  const start = { label: 'Starts in', at: sale.startsAt };
  const end = { label: 'Ends in', at: sale.endsAt };
  const open = held + claimed;
  switch (stage) {
    case 'draft':
      return describe('quiet', 'Draft', 'Buyers cannot see this sale yet.');
    case 'upcoming':
      return describe('quiet', 'Upcoming', lobbyWords(sale.lobbyOpensAt, sale.startsAt), start);
    case 'lobby':
      return describe('quiet', 'The line is open', `${people(waiting)} in line.`, start);
    case 'live':
      return describe('good', 'Live', `${units(free)} available, ${people(waiting)} waiting.`, end);
    case 'paused':
      return describe('warn', 'Paused', 'The line is stopped.', end);
    case 'sellingOut':
      return free > 0
        ? describe('busy', 'Selling out', `${lastUnits(free)} ${people(waiting)} waiting.`, end)
        : describe('busy', 'No stock available', heldWords(open), end);
    case 'soldOut':
      return describe('good', 'Sold out', `All ${units(stock)} are sold. ${after(waiting)}`, end);
    case 'ended':
      return describe(
        'quiet',
        'Ended',
        `${formatCount(sold)} of ${units(stock)} sold. ${rest(open)}`,
      );
    case 'archived':
      return describe('quiet', 'Archived', `${formatCount(sold)} of ${units(stock)} were sold.`);
    case 'cancelled':
      return describe('quiet', 'Cancelled', 'Buyers cannot join or buy.');
  }
}

function describe(tone: Tone, title: string, text: string, until: Words['until'] = null): Words {
  return { tone, title, text, until };
}

const lastUnits = (free: number) => (free === 1 ? 'The last unit.' : `The last ${units(free)}.`);
const after = (waiting: number) =>
  waiting > 0 ? `${people(waiting)} still in line for returned units.` : 'The line is empty.';
const rest = (open: number) =>
  open > 0 ? `${units(open)} still on hold or in payment.` : 'No open holds.';
const heldWords = (open: number) =>
  `${units(open)} on hold. ${open === 1 ? 'It returns' : 'They return'} if not paid.`;

function lobbyWords(lobbyOpensAt: string, startsAt: string): string {
  const isApart = Date.parse(lobbyOpensAt) < Date.parse(startsAt);
  if (!isApart) {
    return 'People can join once it starts.';
  }
  const at = timeOf(lobbyOpensAt);
  return `People can join from ${at}.`;
}

interface PauseBannerProps {
  view: View;
  onResume: () => void;
}

/** Large, so that a paused sale is not mistaken for a quiet one. */
export function PauseBanner({ view, onResume }: PauseBannerProps) {
  const { may } = useMember();
  const { pause, waiting } = view.overview;
  const by = useWhoPaused(view.sale.id, pause?.since ?? null);
  if (!pause) {
    return null;
  }
  const since = new Date(pause.since);
  const lasted = durationWords(Math.max(0, view.serverNow - since.getTime()));
  return (
    <Banner
      tone="warn"
      title="Paused"
      aside={
        may('operator') && (
          <Button size="md" color="dark" onClick={onResume}>
            Resume
          </Button>
        )
      }
    >
      “{pause.reason}” Since {timeOf(since, true)} ({lasted}){by && <>, by {by}</>}.{' '}
      {people(waiting)} waiting; places are kept.
    </Banner>
  );
}

/** The member who paused the sale, from the audit log. */
function useWhoPaused(saleId: string, since: string | null): string | null {
  const { team } = useMember();
  const query = { flashSaleId: saleId, action: 'sale.pause', pageSize: '1' };
  const pauses = useApiQuery(
    ['audit', 'pause', saleId, since],
    (signal) => team.auditLog({ query, signal }),
    { enabled: since !== null },
  );
  return (since !== null && pauses.data?.items[0]?.actor.email) || null;
}

/** Shown when the numbers stop, so that the sale is not thought to have stopped. */
export function StaleBanner({ view }: { view: View }) {
  if (!view.isOutdated) {
    return null;
  }
  const at = view.ages.counts;
  return (
    <Banner tone="danger" title="Numbers are not updating">
      Last update {timeOf(at, true)}, {durationWords(view.now - at)} ago. The sale itself is not
      affected. Retrying automatically.
    </Banner>
  );
}

/** What stops the line from being served, its effect on buyers, and what to do. */
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

export const titles: Record<Trouble, string> = {
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
    : `Last seen ${durationWords(now - Date.parse(at))} ago.`;
