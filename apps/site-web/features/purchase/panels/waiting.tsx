import { formatClock, formatCount, formatWait, Notice, useTicking } from '@flash/web';
import { useState } from 'react';
import type { Purchase } from '../purchase.ts';
import type { PanelProps } from '../purchase-panel.tsx';
import { Details } from './details.tsx';
import { LinePicture } from './line-picture.tsx';
import { Trouble } from './trouble.tsx';

export function Waiting({ purchase, controller }: PanelProps) {
  const { place } = purchase;
  if (place?.state !== 'waiting' && place?.state !== 'paused') return null;
  const { position, ahead, size, wait, pause } = place;
  return (
    <div className="panel">
      <p className={`kicker ${pause ? '' : 'kicker-live'}`}>{pause ? 'Paused' : 'In line'}</p>
      <h1 className="rank">
        <span className="visually-hidden">Your place in line: </span>
        <span className="rank-number">{formatCount(position)}</span>
        <span className="rank-of">of {formatCount(size)}</span>
      </h1>
      <LinePicture ahead={ahead} />
      <p className="lead">{aheadWords(ahead)}</p>
      {pause && <Paused reason={pause.reason} since={pause.since} />}
      <Chance purchase={purchase} />
      <dl className="facts">
        <div>
          <dt>Estimated wait</dt>
          <dd>{pause ? 'paused' : formatWait(wait)}</dd>
        </div>
        <div>
          <dt>Updated</dt>
          <dd>
            <Updated purchase={purchase} now={controller.clock.now} />
          </dd>
        </div>
      </dl>
      <p className="muted">
        No need to reload. You are moved on automatically, and your place is kept if you close this
        page.
      </p>
      <Details />
      <Trouble purchase={purchase} of="leaving" />
      <Leave controller={controller} isBusy={purchase.busy === 'leaving'} what="place" />
    </div>
  );
}

function aheadWords(ahead: number): string {
  if (ahead === 0) return 'You are next.';
  return ahead === 1 ? '1 person ahead of you' : `${formatCount(ahead)} people ahead of you`;
}

function Paused({ reason, since }: { reason: string; since: string }) {
  return (
    <Notice tone="warn" title="The sale is paused. Your place is kept.">
      <p>
        Since {formatClock(since)}. {reason}
      </p>
    </Notice>
  );
}

/** Honest about the odds: free units first, then those that holds may give back. */
function Chance({ purchase }: { purchase: Purchase }) {
  const { place } = purchase;
  if (!place || place.ahead === null) return null;
  const { ahead, free, held } = place;
  if (ahead < free) return <p className="chance chance-good">There is a unit for you.</p>;
  if (held === 0) return <p className="chance">Every unit that was left has found a buyer.</p>;
  const words = `All units are reserved. ${formatCount(held)} may come back if somebody does not pay.`;
  return <p className="chance">{words}</p>;
}

function Updated({ purchase, now }: { purchase: Purchase; now: () => number }) {
  const at = useTicking(now, 1_000);
  if (at === null || purchase.updatedAt === null) return <>–</>;
  const seconds = Math.max(0, Math.round((at - purchase.updatedAt) / 1_000));
  return <>{seconds < 2 ? 'just now' : `${seconds} s ago`}</>;
}

interface LeaveProps {
  controller: PanelProps['controller'];
  isBusy: boolean;
  what: 'place' | 'reservation';
}

/** Giving back is final, so it takes two presses. */
export function Leave({ controller, isBusy, what }: LeaveProps) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        Give my {what} back
      </button>
    );
  }
  return (
    <div className="confirm-row">
      <p>Give your {what} back? This is final; joining again starts at the end of the line.</p>
      <button
        type="button"
        className="button button-bad"
        disabled={isBusy}
        onClick={() => void controller.leave()}
      >
        Give it back
      </button>
      <button type="button" className="button button-quiet" onClick={() => setAsked(false)}>
        Keep it
      </button>
    </div>
  );
}
