import type { ShopApi } from '../../lib/shop-api.ts';
import type { Actions } from './controller.ts';
import { Closed } from './panels/closed.tsx';
import { Expired } from './panels/expired.tsx';
import { Head } from './panels/head.tsx';
import { Held } from './panels/held.tsx';
import { Join } from './panels/join.tsx';
import { Paying } from './panels/paying.tsx';
import { SignIn } from './panels/sign-in.tsx';
import { Sold } from './panels/sold.tsx';
import { Upcoming } from './panels/upcoming.tsx';
import { Waiting } from './panels/waiting.tsx';
import type { Purchase } from './purchase.ts';
import type { Screen } from './screen.ts';

export interface PanelProps {
  screen: Screen;
  purchase: Purchase;
  actions: Actions;
  now: number | null;
  shop: ShopApi | null;
}

/** The heading of the state, and beneath it what to do next. */
export function PurchasePanel(props: PanelProps) {
  return (
    <>
      <Head {...props} />
      <Body {...props} />
    </>
  );
}

function Body(props: PanelProps) {
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
    case 'lobby':
    case 'waiting':
    case 'almost':
    case 'reserved':
    case 'paused':
    case 'soldOutInLine':
      return <Waiting {...props} />;
    case 'held':
    case 'ending':
    case 'failed':
      return <Held {...props} />;
    case 'paying':
      return <Paying {...props} />;
    case 'sold':
    case 'bought':
      return <Sold {...props} />;
    case 'expired':
      return <Expired {...props} />;
    default:
      return <Closed {...props} />;
  }
}
