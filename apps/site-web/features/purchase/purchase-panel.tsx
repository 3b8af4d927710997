import type { ShopApi } from '../../lib/shop-api.ts';
import type { Controller } from './controller.ts';
import { Closed } from './panels/closed.tsx';
import { Expired } from './panels/expired.tsx';
import { Held } from './panels/held.tsx';
import { Join } from './panels/join.tsx';
import { Paying } from './panels/paying.tsx';
import { Plain } from './panels/plain.tsx';
import { SignIn } from './panels/sign-in.tsx';
import { Sold } from './panels/sold.tsx';
import { Upcoming } from './panels/upcoming.tsx';
import { Waiting } from './panels/waiting.tsx';
import type { Purchase } from './purchase.ts';
import type { Screen } from './screen.ts';

export interface PanelProps {
  purchase: Purchase;
  controller: Controller;
  shop: ShopApi;
}

/** One panel for each state; each has its own heading and one thing to do next. */
export function PurchasePanel({ screen, ...props }: PanelProps & { screen: Screen }) {
  switch (screen) {
    case 'loading':
      return <Plain title="Opening the sale" text="One moment, please." />;
    case 'unreachable':
      return <Plain title="We cannot reach the shop" text="This page tries again by itself." />;
    case 'missing':
      return <Plain title="There is no such sale" text="It may have been moved or removed." />;
    case 'upcoming':
      return <Upcoming {...props} />;
    case 'signIn':
      return <SignIn {...props} />;
    case 'join':
      return <Join {...props} />;
    case 'waiting':
      return <Waiting {...props} />;
    case 'held':
      return <Held {...props} />;
    case 'paying':
      return <Paying {...props} />;
    case 'sold':
      return <Sold {...props} />;
    case 'expired':
      return <Expired {...props} />;
    case 'removed':
    case 'soldOut':
    case 'ended':
      return <Closed screen={screen} purchase={props.purchase} />;
  }
}
