import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { Checkbox } from '../../../components/checkbox.tsx';
import { Stock } from '../../../components/stock.tsx';
import { useQuiet } from '../../../lib/storage/kept-choice.ts';
import { useFormats } from '../../../lib/use-formats.ts';
import { chanceOf } from '../state/chance.ts';
import { stockOf } from '../state/purchase.ts';
import { TurnAlertSwitch } from '../turn-alert.tsx';
import { LinePicture } from './line-picture.tsx';
import type { PanelProps } from './parts.tsx';
import { ActionError, Leave } from './parts.tsx';

export function Waiting({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const { place } = purchase;
  const isInLine = place?.state === 'waiting' || place?.state === 'paused';
  return (
    <>
      {place?.pause && (
        <Notice tone="warn" title={t('pausedSince', { time: format.clock(place.pause.since) })}>
          <p>{place.pause.reason}</p>
        </Notice>
      )}
      {isInLine && (
        <>
          <Rank position={place.position} size={place.size} />
          <p className="lead">{t('ahead', { ahead: place.ahead })}</p>
          <Moved from={purchase.aheadAtJoin} to={place.ahead} />
          <LinePicture {...place} />
          {purchase.sale && <Stock {...stockOf(purchase, purchase.sale)} />}
          <Chance place={place} />
          <dl className="facts">
            <div>
              <dt>{t('wait')}</dt>
              <dd>{place.pause ? t('waitPaused') : format.wait(place.wait)}</dd>
            </div>
            <div>
              <dt>{t('behind')}</dt>
              <dd>{format.count(Math.max(0, place.size - place.position))}</dd>
            </div>
          </dl>
        </>
      )}
    </>
  );
}

export function WaitingFoot({ purchase, actions }: PanelProps) {
  const t = useTranslations('purchase');
  return (
    <>
      <TurnAlertSwitch />
      <Quiet />
      <ActionError purchase={purchase} of="leaving" />
      <Leave actions={actions} isBusy={purchase.busy === 'leaving'} label={t('leavePlace')} />
    </>
  );
}

function Rank({ position, size }: { position: number; size: number }) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const letters = format.count(position).length;
  const words = t.rich('rank', {
    position,
    size: Math.max(size, position),
    n: (text) => <span className="rank-number">{text}</span>,
    o: (text) => <span className="rank-of">{text}</span>,
  });
  return (
    <p className="rank" style={{ '--letters': letters } as CSSProperties}>
      <span className="visually-hidden">{t('rankLabel')} </span>
      {words}
    </p>
  );
}

/** Places moved since this page was opened; earlier steps are unknown. */
function Moved({ from, to }: { from: number | null; to: number }) {
  const t = useTranslations('purchase');
  const places = (from ?? to) - to;
  return places > 0 ? <p className="moved">{t('moved', { places })}</p> : null;
}

function Chance({ place }: { place: { ahead: number; free: number; held: number } }) {
  const t = useTranslations('purchase');
  const chance = chanceOf(place);
  const isGood = chance === 'chanceFree';
  return (
    <p className={`chance ${isGood ? 'chance-good' : ''}`}>{t(chance, { held: place.held })}</p>
  );
}

function Quiet() {
  const t = useTranslations('purchase');
  const [isQuiet, setQuiet] = useQuiet();
  return <Checkbox label={t('quiet')} isChecked={isQuiet} onChange={setQuiet} />;
}
