import { stockOf } from '@flash/client';
import { useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';
import { Checkbox } from '../../../components/checkbox.tsx';
import { StockWords } from '../../../components/stock.tsx';
import { useQuiet } from '../../../lib/storage/kept-choice.ts';
import { useFormats } from '../../../lib/use-formats.ts';
import { chanceOf } from '../state/chance.ts';
import { TurnAlertSwitch } from '../turn-alert.tsx';
import { LinePicture } from './line-picture.tsx';
import type { PanelProps } from './parts.tsx';
import { ActionError, Leave, PauseNotice } from './parts.tsx';

export function Waiting({ purchase, now }: PanelProps) {
  const t = useTranslations('purchase');
  const { place } = purchase;
  const isInLine = place?.state === 'waiting' || place?.state === 'paused';
  return (
    <>
      <PauseNotice pause={place?.pause} now={now} />
      {isInLine && (
        <>
          <Rank position={place.position} size={place.size} />
          <p className="lead">{t('ahead', { ahead: place.ahead })}</p>
          <Moved from={purchase.aheadAtJoin} to={place.ahead} />
          <Outlook place={place} />
          <LinePicture {...place}>
            {purchase.sale && <StockWords {...stockOf(purchase, purchase.sale)} />}
          </LinePicture>
        </>
      )}
    </>
  );
}

interface WaitingFootProps extends PanelProps {
  children: ReactNode;
}

export function WaitingFoot({ purchase, actions, children }: WaitingFootProps) {
  return (
    <>
      <TurnAlertSwitch />
      {children}
      <More purchase={purchase} />
      <ActionError purchase={purchase} of="leaving" />
      <Leave actions={actions} isBusy={purchase.busy === 'leaving'} of="leavePlace" />
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

interface InLine {
  ahead: number;
  free: number;
  held: number;
  wait: { fromMs: number; toMs: number } | null;
  pause: object | null;
}

/** The odds and the time they take, in one place. */
function Outlook({ place }: { place: InLine }) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const chance = chanceOf(place);
  const isGood = chance === 'chanceFree';
  const isLikely = isGood || chance === 'chanceHeld';
  const isTimeShown = !place.pause && (isLikely || place.wait !== null);
  return (
    <p className={`chance ${isGood ? 'chance-good' : ''}`}>
      {t(chance, { held: place.held })}
      {isTimeShown && (
        <span className="wait">{t('waitSpan', { wait: format.wait(place.wait) })}</span>
      )}
    </p>
  );
}

/** What few people need while they wait. */
function More({ purchase: { place } }: Pick<PanelProps, 'purchase'>) {
  const t = useTranslations('purchase');
  const [isQuiet, setQuiet] = useQuiet();
  return (
    <details className="more">
      <summary>{t('more')}</summary>
      {place?.position != null && (
        <p className="fine">{t('behind', { behind: Math.max(0, place.size - place.position) })}</p>
      )}
      <Checkbox label={t('quiet')} isChecked={isQuiet} onChange={setQuiet} />
    </details>
  );
}
