import { Notice } from '@flash/web';
import type { PanelProps } from '../purchase-panel.tsx';
import { canJoin } from '../screen.ts';
import { Trouble } from './trouble.tsx';

export function Expired({ purchase, controller }: PanelProps) {
  const { line, email, busy } = purchase;
  const isOpen = canJoin(purchase);
  return (
    <div className="panel">
      <p className="kicker">Time ran out</p>
      <h1>Your reservation has expired</h1>
      <Notice tone="info" title="Nothing was charged." isAlert>
        <p>Your unit went back to the line.</p>
      </Notice>
      {isOpen && line && (
        <>
          <p className="muted">
            {line.free > line.waiting
              ? 'There are still units: joining again should bring you one at once.'
              : `You would be number ${line.waiting + 1} in line.`}
          </p>
          <Trouble purchase={purchase} of="joining" />
          <button
            type="button"
            className="button"
            disabled={busy !== null}
            onClick={() => void controller.join(email)}
          >
            Join again
          </button>
        </>
      )}
      {!isOpen && line && <p className="muted">There is nothing left to join for.</p>}
      <a className="link" href="/">
        See other sales
      </a>
    </div>
  );
}
