import { Countdown, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Purchase } from '../purchase.ts';
import type { Screen } from '../screen.ts';
import { deadlineOf, screenValues } from '../title.ts';

interface HeadProps {
  screen: Screen;
  purchase: Purchase;
  now: number | null;
}

const tones: Partial<Record<Screen, string>> = {
  join: 'kicker-live',
  joinLine: 'kicker-live',
  joinLobby: 'kicker-live',
  waiting: 'kicker-live',
  almost: 'kicker-live',
  held: 'kicker-live',
  ending: 'kicker-live',
  paying: 'kicker-live',
  lobby: 'kicker-good',
  sold: 'kicker-good',
  bought: 'kicker-good',
};

/** Each state has one heading of its own, and says in a sentence what goes on. */
export function Head({ screen, purchase, now }: HeadProps) {
  const t = useTranslations(`screens.${screen}`);
  const label = useTranslations('purchase');
  const format = useFormats();
  const span = format.span(purchase.sale?.holdTtlSeconds ?? 0);
  const values = { ...screenValues(purchase, now), span };
  const untilMs = deadlineOf(purchase);
  const counts = screen === 'upcoming' || screen === 'joinLobby' || screen === 'lobby';
  return (
    <>
      <p className={`kicker ${tones[screen] ?? ''}`}>{t('kicker')}</p>
      <h1 id="state">{t('title', values)}</h1>
      {counts && untilMs !== null && (
        <Countdown
          untilMs={untilMs}
          nowMs={now}
          label={label(screen === 'upcoming' ? 'untilOpen' : 'untilStart')}
        />
      )}
      <p className="muted">{t('text', values)}</p>
      <Message purchase={purchase} />
    </>
  );
}

/** Above the number, where the eyes of those who wait are. */
function Message({ purchase }: { purchase: Purchase }) {
  const t = useTranslations('sale');
  const { place, line, sale } = purchase;
  const message = place?.message ?? line?.message ?? sale?.message;
  if (!message) return null;
  return (
    <Notice tone="info" title={t('message')}>
      <p dir="auto">{message}</p>
    </Notice>
  );
}
