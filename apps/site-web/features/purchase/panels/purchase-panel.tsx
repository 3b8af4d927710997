import type { Purchase } from '@flash/client';
import { Countdown, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { Component, createRef, type ReactNode, useState } from 'react';
import { useFormats } from '../../../lib/use-formats.ts';
import { type FormState, usePaymentForm } from '../payment/use-payment-form.ts';
import { deadlineOf, kickerTones, type Screen, screenValues } from '../state/screen.ts';
import { useDeviceCode } from '../use-device-code.ts';
import { Details } from './details.tsx';
import { Held, Pay } from './held.tsx';
import { Join, JoinNotices } from './join.tsx';
import { KeepHeight } from './keep-height.tsx';
import { MailWishPanel } from './mail-wish.tsx';
import { OpenedElsewhere, OtherDevice } from './other-device.tsx';
import type { PanelProps } from './parts.tsx';
import { Closed, Expired, Paying, PaymentStep, SignIn, Sold, Upcoming } from './short-panels.tsx';
import { Waiting, WaitingFoot } from './waiting.tsx';

/**
 * The heading of the state, and below it what to do next. Details that are in use keep their place in the tree
 * from the line to the payment, so that a turn that comes takes neither focus nor typed text away.
 */
export function PurchasePanel(props: PanelProps & { fixedForm: FormState | null }) {
  const { screen, purchase, shop } = props;
  const stage = stageOf(screen);
  const [isInUse, setInUse] = useState(false);
  const drawing = useDrawing(stage, isInUse);
  const isGuest = purchase.sale?.identity === 'guest';
  const isNear = useIsNear(screen, stage);
  const form = usePaymentForm({ purchase, isNear, fixed: props.fixedForm });
  const isPaying = screen === 'paying' || screen === 'authorising';
  const failure = purchase.failure?.action === 'paying' ? purchase.failure.refusal : null;
  const device = useDeviceCode(isGuest ? shop : null, purchase.sale?.id ?? '');
  return (
    <>
      <KeepHeight isKept={screen === 'joining'} className="stack">
        <Head key={stage} {...props} />
        {screen.startsWith('join') && <JoinNotices {...props} />}
      </KeepHeight>
      {stage !== null && <OpenedElsewhere device={device} />}
      <Body {...props} />
      {stage !== null && (
        <KeepInPlace key={drawing}>
          <Details
            terms={purchase.sale}
            isRefused={failure?.code === 'VALIDATION_FAILED'}
            onUse={setInUse}
            isHidden={isPaying}
            isNext={stage === 'inLine'}
            hasFailed={form === null && failure !== null}
            isWithoutPayment={purchase.payment !== null}
          />
        </KeepInPlace>
      )}
      {form && <PaymentStep form={form} isAway={isPaying} isEarly={stage === 'inLine'} />}
      {stage === 'inLine' && (
        <WaitingFoot {...props}>
          {purchase.hasMail && shop && purchase.sale && (
            <MailWishPanel
              shop={shop}
              saleId={purchase.sale.id}
              isGuest={isGuest}
              isMailKept={purchase.isMailKept}
            />
          )}
          {isGuest && <OtherDevice device={device} />}
        </WaitingFoot>
      )}
      {stage === 'onHold' && !isPaying && <Pay {...props} form={form} />}
    </>
  );
}

/** Counts how often the details were drawn anew: with the panel at a new stage, but never while they are in use. */
function useDrawing(stage: Stage | null, isInUse: boolean): number {
  const [drawn, setDrawn] = useState({ stage, count: 0 });
  if (drawn.stage !== stage) {
    setDrawn({ stage, count: isInUse ? drawn.count : drawn.count + 1 });
  }
  return drawn.count;
}

/** From the last moments in line on; while the buyer has a place it stays, with what was filled in. */
function useIsNear(screen: Screen, stage: Stage | null): boolean {
  const [wasNear, setNear] = useState(false);
  const isNear = stage === 'onHold' || screen === 'almost' || (wasNear && stage !== null);
  if (isNear !== wasNear) {
    setNear(isNear);
  }
  return isNear;
}

type Stage = 'inLine' | 'onHold';

/** Within a stage the panel keeps its parts; the next one replaces them. */
export function stageOf(screen: Screen): Stage | null {
  switch (screen) {
    case 'lobby':
    case 'waiting':
    case 'almost':
    case 'reserved':
    case 'paused':
    case 'soldOutInLine':
      return 'inLine';
    case 'held':
    case 'ending':
    case 'failed':
    case 'paying':
    case 'authorising':
      return 'onHold';
    default:
      return null;
  }
}

/** Scrolls by as much as the page above has grown, so that a focused field does not move. */
class KeepInPlace extends Component<{ children: ReactNode }> {
  private readonly box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(): number | null {
    const box = this.box.current;
    return box?.contains(document.activeElement) ? box.getBoundingClientRect().top : null;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: number | null): void {
    const after = this.box.current?.getBoundingClientRect().top;
    if (before === null || after === undefined || after === before) {
      return;
    }
    window.scrollBy({ top: after - before, behavior: 'instant' });
  }

  override render() {
    return <div ref={this.box}>{this.props.children}</div>;
  }
}

function Body(props: PanelProps) {
  const stage = stageOf(props.screen);
  if (stage === 'inLine') {
    return <Waiting {...props} />;
  }
  if (stage === 'onHold') {
    const isPaying = props.screen === 'paying' || props.screen === 'authorising';
    return isPaying ? <Paying {...props} /> : <Held {...props} />;
  }
  switch (props.screen) {
    case 'loading':
      return null;
    case 'upcoming':
      return <Upcoming {...props} />;
    case 'signIn':
      return <SignIn {...props} />;
    case 'join':
    case 'joinLobby':
    case 'joinLine':
    case 'joinReserved':
    case 'joinPaused':
    case 'joining':
      return <Join {...props} />;
    case 'sold':
    case 'bought':
      return <Sold {...props} />;
    case 'expired':
      return <Expired {...props} />;
    default:
      return <Closed {...props} />;
  }
}

interface HeadProps {
  screen: Screen;
  purchase: Purchase;
  now: number | null;
}

/** The heading of the state, its countdown, and a sentence that explains it. */
function Head({ screen, purchase, now }: HeadProps) {
  const t = useTranslations(`screens.${screen}`);
  const label = useTranslations('purchase');
  const format = useFormats();
  const span = format.span(purchase.sale?.holdTtlSeconds ?? 0);
  const values = { ...screenValues(purchase, now), span };
  const untilMs = deadlineOf(purchase);
  const hasCountdown = screen === 'upcoming' || screen === 'joinLobby' || screen === 'lobby';
  return (
    <>
      <p className={`kicker ${kickerTones[screen] ?? ''}`}>{t('kicker')}</p>
      <h1 id="state">{t('title', values)}</h1>
      {hasCountdown && untilMs !== null && (
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

/** The organiser's message, above the number that waiting buyers look at. */
function Message({ purchase }: { purchase: Purchase }) {
  const t = useTranslations('sale');
  const { place, line, sale } = purchase;
  const message = place?.message ?? line?.message ?? sale?.message;
  if (!message) {
    return null;
  }
  return (
    <Notice tone="info" title={t('message')}>
      <p dir="auto">{message}</p>
    </Notice>
  );
}
