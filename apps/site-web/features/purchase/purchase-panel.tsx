import { Component, createRef, type ReactNode } from 'react';
import type { ShopApi } from '../../lib/shop-api.ts';
import type { Actions } from './controller.ts';
import { Closed } from './panels/closed.tsx';
import { Details } from './panels/details.tsx';
import { Expired } from './panels/expired.tsx';
import { Head } from './panels/head.tsx';
import { Held, HeldFoot } from './panels/held.tsx';
import { Join } from './panels/join.tsx';
import { Paying } from './panels/paying.tsx';
import { SignIn } from './panels/sign-in.tsx';
import { Sold } from './panels/sold.tsx';
import { Upcoming } from './panels/upcoming.tsx';
import { Waiting, WaitingFoot } from './panels/waiting.tsx';
import type { Purchase } from './purchase.ts';
import type { Screen } from './screen.ts';

export interface PanelProps {
  screen: Screen;
  purchase: Purchase;
  actions: Actions;
  now: number | null;
  shop: ShopApi | null;
}

/**
 * The heading of the state, and beneath it what to do next. What a buyer fills in stands at one place
 * of the tree from the line to the payment: a turn that comes takes neither focus nor letters away.
 */
export function PurchasePanel(props: PanelProps) {
  const { screen, purchase } = props;
  const stage = stageOf(screen);
  return (
    <>
      <Head {...props} />
      <Body {...props} />
      {stage !== null && (
        <KeepInPlace>
          <Details
            isHidden={screen === 'paying'}
            hasFailed={purchase.trouble?.action === 'paying'}
          />
        </KeepInPlace>
      )}
      {stage === 'inLine' && <WaitingFoot {...props} />}
      {stage === 'onHold' && screen !== 'paying' && <HeldFoot {...props} />}
    </>
  );
}

function stageOf(screen: Screen): 'inLine' | 'onHold' | null {
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
      return 'onHold';
    default:
      return null;
  }
}

/** Scrolls by as much as the page above has grown, so that a field being typed in does not move. */
class KeepInPlace extends Component<{ children: ReactNode }> {
  private readonly box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(): number | null {
    const box = this.box.current;
    return box?.contains(document.activeElement) ? box.getBoundingClientRect().top : null;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: number | null): void {
    const after = this.box.current?.getBoundingClientRect().top;
    if (before === null || after === undefined || after === before) return;
    window.scrollBy({ top: after - before, behavior: 'instant' });
  }

  override render() {
    return <div ref={this.box}>{this.props.children}</div>;
  }
}

function Body(props: PanelProps) {
  const stage = stageOf(props.screen);
  if (stage === 'inLine') return <Waiting {...props} />;
  if (stage === 'onHold') {
    return props.screen === 'paying' ? <Paying {...props} /> : <Held {...props} />;
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
