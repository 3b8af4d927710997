'use client';

import { useTicking } from '@flash/web';
import { Button } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useMemo } from 'react';
import { addresses } from '../../../lib/addresses.ts';
import {
  clockWords,
  durationWords,
  people,
  percentOf,
  timeOf,
  waitWords,
} from '../../kit/format.ts';
import { Mark } from '../../kit/mark.tsx';
import { StockBar } from '../../kit/stock-bar.tsx';
import { useSale } from '../../sale/context.ts';
import { signs, type Tone, titles, wordsOf } from '../banners.tsx';
import { useConsole } from '../use-console.ts';
import { type View, viewOf } from '../view.ts';
import { PacePanel, SoldPanel, spanOfSale } from './charts.tsx';
import { forecastOf, joinTotals, revenueMinor } from './figures.ts';
import { useMarkedActions, useServerClock, useWholeSale } from './use-wall.ts';
import classes from './wall.module.css';
import { forecastWords, moneyWords } from './words.ts';

/** The live console for a screen on a wall: large, without scrolling, and with nothing to press by accident. */
export function WallPage() {
  const sale = useSale();
  const shown = useConsole(sale.id);
  const clock = useServerClock(sale.id, shown.overview?.serverNow);
  const now = useTicking(Date.now, 250);
  const clockNow = clock.now();
  const view = viewOf(sale, shown, now, clockNow);
  const leave = useLeave(sale.id);
  return (
    <div className={classes.wall}>
      {view ? (
        <Numbers view={view} serverNow={clockNow} onLeave={leave} />
      ) : (
        <div className={classes.waiting}>
          <h1>{sale.name}</h1>
          <p role="status">
            {shown.refusal ? `${shown.refusal.title}. Retrying automatically.` : 'Loading'}
          </p>
          <ExitButton onLeave={leave} />
        </div>
      )}
    </div>
  );
}

/** Leaves by the button, by Escape, and when the browser stops filling the screen. */
function useLeave(saleId: string): () => void {
  const router = useRouter();
  const leave = useCallback(() => {
    const go = () => router.push(addresses.sale(saleId));
    if (!document.fullscreenElement) {
      return go();
    }
    // The change that follows leaves the page.
    document.exitFullscreen().catch((error: unknown) => {
      console.info('The browser still fills the screen', error);
      go();
    });
  }, [router, saleId]);
  useWindowEvent('keydown', ({ key }) => {
    // Over a dialog that asks to sign in again, Escape does nothing.
    if (key === 'Escape' && document.querySelector('[role="dialog"]') === null) {
      leave();
    }
  });
  useWindowEvent('fullscreenchange', () => {
    if (!document.fullscreenElement) {
      leave();
    }
  });
  return leave;
}

function ExitButton({ onLeave }: { onLeave: () => void }) {
  return (
    <Button variant="default" className={classes.exit} onClick={onLeave}>
      Exit
    </Button>
  );
}

interface NumbersProps {
  view: View;
  /** Null while the server's time is not known. */
  serverNow: number | null;
  onLeave: () => void;
}

function Numbers({ view, serverNow, onLeave }: NumbersProps) {
  const { sale, overview, history, changes } = view;
  const whole = useWholeSale(sale.id);
  const actions = useMarkedActions(sale.id, changes);
  const totals = useMemo(() => joinTotals(whole?.curve ?? [], history), [whole, history]);
  const span = spanOfSale(sale, whole?.soldOutAt ?? null, view);
  const leftMs = Date.parse(sale.endsAt) - view.serverNow;
  const forecast = forecastWords(forecastOf(overview, totals, leftMs), {
    phase: overview.phase,
    startsAt: sale.startsAt,
    soldOutAt: whole?.soldOutAt ?? null,
    now: view.serverNow,
  });
  const price = sale.pricePerUnitMinor;
  const revenue = revenueMinor(overview.sold, price, whole);
  const target = overview.stock * price;
  return (
    <>
      <Head view={view} serverNow={serverNow} />
      <Notices view={view} />
      <div className={classes.body} data-outdated={view.isOutdated || undefined}>
        <section className={classes.card} aria-label="Stock" data-area="stock">
          <StockBar counts={overview} size="wall" />
        </section>
        <SoldPanel totals={totals} span={span} stock={overview.stock} actions={actions} />
        <PacePanel
          totals={totals}
          span={span}
          isRunning={overview.phase === 'open' && overview.sold < overview.stock}
        />
        <div className={classes.figures} data-area="figures">
          <Figure
            label="Revenue"
            hint={
              target > 0 && `${percentOf(revenue, target)} of ${moneyWords(target, sale.currency)}`
            }
          >
            {moneyWords(revenue, sale.currency)}
          </Figure>
          <Figure
            label="People waiting"
            hint={
              overview.waiting === 0
                ? 'The line is empty'
                : overview.oldestWaitMs !== null &&
                  `Longest wait ${waitWords(overview.oldestWaitMs)}`
            }
          >
            {overview.waiting.toLocaleString()}
          </Figure>
          <Figure label={forecast.label} hint={forecast.hint}>
            {forecast.value}
          </Figure>
        </div>
      </div>
      <Health view={view} onLeave={onLeave} />
    </>
  );
}

/** The state in its colour, the sale, and the time that is left. */
function Head({ view, serverNow }: { view: View; serverNow: number | null }) {
  const { sale, overview } = view;
  const { tone, title, text, until } = wordsOf(view);
  const { pause } = overview;
  const left = until && serverNow !== null ? Date.parse(until.at) - serverNow : null;
  return (
    <header className={classes.head} data-tone={tone satisfies Tone}>
      <div className={classes.name}>
        <h1>{sale.name}</h1>
        <p>
          <strong className={classes.state} role="status">
            <span aria-hidden="true">{signs[tone]}</span> {title}
          </strong>
          <span className={classes.about}>
            {pause
              ? `“${pause.reason}” Since ${timeOf(Date.parse(pause.since))}, places are kept.`
              : text}
          </span>
        </p>
      </div>
      {until && (
        <div className={classes.left}>
          <span>{until.label}</span>
          <span role="timer" className={classes.clock}>
            {left === null ? 'updating' : clockWords(left)}
          </span>
        </div>
      )}
    </header>
  );
}

/** Numbers that stopped, and what stops the line. */
function Notices({ view }: { view: View }) {
  const { isOutdated, ages, now, troubles, overview } = view;
  if (!isOutdated && troubles.length === 0) {
    return null;
  }
  const since = timeOf(ages.counts, true);
  return (
    <div className={classes.notices}>
      {isOutdated && (
        <p role="alert" aria-label={`Not updating since ${since}`}>
          <strong>Not updating since {since}</strong>
          <span>
            The numbers are {durationWords(now - ages.counts)} old. Retrying automatically.
          </span>
        </p>
      )}
      {troubles.map((trouble) => (
        <p key={trouble} role="alert">
          <strong>{titles[trouble]}</strong>
          <span>{people(overview.waiting)} waiting</span>
        </p>
      ))}
    </div>
  );
}

interface FigureProps {
  label: string;
  children: string;
  hint: ReactNode;
}

/** Longer numbers are smaller, so that none is cut. */
const LONG = 8;
const VERY_LONG = 11;

function Figure({ label, children, hint }: FigureProps) {
  const { length } = children;
  const size = length > VERY_LONG ? 'very-long' : length > LONG ? 'long' : undefined;
  return (
    <section className={classes.card} aria-label={label}>
      <h2>{label}</h2>
      <strong className={classes.value} data-size={size}>
        {children}
      </strong>
      {hint && <small>{hint}</small>}
    </section>
  );
}

function Health({ view, onLeave }: { view: View; onLeave: () => void }) {
  const { worker, redis, database } = view.overview;
  const isFed = !view.isPolled && !view.isOutdated;
  return (
    <footer className={classes.foot}>
      <section aria-label="Health" className={classes.health}>
        <Mark tone={worker.alive ? 'good' : 'bad'}>
          {worker.alive ? 'Queue worker running' : 'No queue worker'}
        </Mark>
        <Mark tone={redis.ok ? 'good' : 'bad'}>
          Redis {redis.ok ? 'connected' : 'not responding'}
        </Mark>
        <Mark tone={database.ok ? 'good' : 'bad'}>
          MongoDB {database.ok ? 'connected' : 'not responding'}
        </Mark>
        <Mark tone={view.isOutdated ? 'bad' : isFed ? 'good' : 'busy'}>{feedWords(view)}</Mark>
      </section>
      <ExitButton onLeave={onLeave} />
    </footer>
  );
}

function feedWords({ isOutdated, isPolled }: View): string {
  if (isOutdated) {
    return 'Not updating';
  }
  return isPolled ? 'Updated every 2 s' : 'Updated every second';
}
