import type { Purchase } from '../purchase.ts';

const words = {
  removed: {
    kicker: 'Removed',
    title: 'Your place was taken back',
    text: 'The organiser removed it from this sale. Ask them if you think this is a mistake.',
  },
  soldOut: {
    kicker: 'Sold out',
    title: 'Every unit has found its owner',
    text: 'Thank you for being here. It was served strictly in order, and this time others came first.',
  },
  ended: {
    kicker: 'Ended',
    title: 'This sale is over',
    text: 'Thank you for being here. Have a look at what comes next.',
  },
};

interface ClosedProps {
  screen: keyof typeof words;
  purchase: Purchase;
}

export function Closed({ screen, purchase }: ClosedProps) {
  const isCancelled = purchase.line?.phase === 'cancelled';
  const { kicker, title, text } = words[screen];
  return (
    <div className="panel">
      <p className="kicker">{isCancelled ? 'Cancelled' : kicker}</p>
      <h1>{isCancelled ? 'This sale was cancelled' : title}</h1>
      <p className="muted">{text}</p>
      <a className="button button-quiet" href="/">
        See other sales
      </a>
    </div>
  );
}
