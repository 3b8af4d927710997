'use client';

import type { AdminSale } from '@flash/shared-types';
import { formatCount, formatMoney, formatTime, StockBar } from '@flash/web';
import type { TeamApi } from '../../lib/team-api.ts';
import { type Asked, type Control, controlsOf } from './controls.ts';
import { useLine } from './use-line.ts';

interface SaleRowProps {
  team: TeamApi;
  sale: AdminSale;
  /** Null for those who may only look. */
  onAsk: ((asked: Asked) => void) | null;
}

const words: Record<AdminSale['phase'], string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  lobby: 'Line open',
  open: 'Live',
  paused: 'Paused',
  ended: 'Ended',
  archived: 'Archived',
  cancelled: 'Cancelled',
};

export function SaleRow({ team, sale, onAsk }: SaleRowProps) {
  const isMoving = sale.phase === 'lobby' || sale.phase === 'open' || sale.phase === 'paused';
  const line = useLine(team, sale.id, isMoving);
  const stock = line?.stock ?? sale.stock;
  const sold = line?.sold ?? sale.stock - sale.currentQuantity;
  return (
    <li className="row">
      <div className="row-head">
        <h2>{sale.name}</h2>
        <span className={`badge badge-${sale.phase}`}>{words[sale.phase]}</span>
      </div>
      <p className="fine">
        {formatTime(sale.startsAt)} – {formatTime(sale.endsAt)} ·{' '}
        {formatMoney(sale.pricePerUnitMinor, sale.currency)} ·{' '}
        {sale.identity === 'guest' ? 'guests' : 'accounts'}
      </p>
      {sale.pause && <p className="pause-note">Paused: {sale.pause.reason}</p>}
      <StockBar stock={stock} sold={sold} held={line?.held ?? 0} />
      <dl className="counts">
        <Count name="Sold" value={sold} />
        {line && <Count name="Reserved" value={line.held} />}
        {line && <Count name="Waiting" value={line.waiting} />}
      </dl>
      {onAsk && <Controls sale={sale} onAsk={onAsk} />}
    </li>
  );
}

function Count({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}

function Controls({ sale, onAsk }: { sale: AdminSale; onAsk: (asked: Asked) => void }) {
  const controls: Control[] = controlsOf(sale);
  if (controls.length === 0) return null;
  return (
    <div className="row-controls">
      {controls.map((control) => (
        <button
          key={control.name}
          type="button"
          className={`button button-small ${control.isFinal ? 'button-bad' : 'button-quiet'}`}
          onClick={() => onAsk({ control, sale })}
        >
          {control.label}
          <span className="visually-hidden"> {sale.name}</span>
        </button>
      ))}
    </div>
  );
}
