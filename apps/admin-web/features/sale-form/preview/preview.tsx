'use client';

import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { SaleArt, useTicking } from '@flash/web';
import { Button, Modal, SegmentedControl, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Panel } from '../../kit/panel.tsx';
import { zoneTime } from '../../kit/when.tsx';
import type { SaleDraft } from '../model.ts';
import classes from './preview.module.css';
import { leftWords, type ShownSale, shopWords, shownSale, waitingWords } from './shown-sale.ts';

const TITLE = 'As buyers see it';
const SECOND_MS = 1_000;

export interface ShopPreviewProps {
  draft: SaleDraft;
  /** Address of the picture that is chosen or saved. */
  picture: string | null;
  /** The saved sale, and the counts of its line. */
  published?: { sale: AdminSale; overview?: QueueOverview };
}

/** Beside the form: the sale as the shop would show what is typed. */
export function ShopPreview(props: ShopPreviewProps) {
  return (
    <Panel title={TITLE}>
      <Shown {...props} />
    </Panel>
  );
}

/** The same on a narrow screen, opened by a button. */
export function PreviewButton(props: ShopPreviewProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" hiddenFrom="md" onClick={() => setOpen(true)}>
        Preview
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={TITLE}
        fullScreen
        hiddenFrom="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Shown {...props} />
      </Modal>
    </>
  );
}

const views = [
  { value: 'card', label: 'In the list' },
  { value: 'page', label: 'On its page' },
];

function Shown({ draft, picture, published }: ShopPreviewProps) {
  const now = useTicking(Date.now, SECOND_MS);
  const [view, setView] = useState('card');
  if (now === null) {
    return null;
  }
  const sale = shownSale(draft, now, published);
  // A new sale has no id yet, from which the shop draws its pattern.
  const art = <Picture sale={sale} src={picture} id={published?.sale.id ?? 'new'} />;
  return (
    <>
      <SegmentedControl
        aria-label="Where buyers see it"
        value={view}
        onChange={setView}
        data={views}
        fullWidth
        mb="sm"
      />
      <div className={classes.shop}>
        {view === 'card' ? <Card sale={sale} art={art} /> : <Product sale={sale} art={art} />}
      </div>
      {view === 'page' && (
        <Text size="xs" c="dimmed" mt="xs">
          Times are {zoneTime(draft.timeZone)}. Buyers in other zones also see their own.
        </Text>
      )}
      {picture === null && (
        <Text size="xs" c="dimmed" mt="xs">
          Without a picture, the shop draws a pattern.
        </Text>
      )}
    </>
  );
}

interface PartProps {
  sale: ShownSale;
  art: ReactNode;
}

/** The card of the shop's list. */
function Card({ sale, art }: PartProps) {
  const isOver = sale.phase === 'ended' || sale.phase === 'cancelled';
  return (
    <div className={classes.card} data-over={isOver || undefined}>
      {art}
      <span className={classes.badge} data-badge={sale.badge}>
        {shopWords.badge[sale.badge]}
      </span>
      <Name sale={sale} />
      <p className={classes.price}>{sale.price ?? '–'}</p>
      <Stock sale={sale} />
      {sale.stock && sale.stock.waiting > 0 && (
        <p className={classes.fine}>{waitingWords(sale.stock.waiting)}</p>
      )}
      <p className={classes.fine}>{sale.next ?? '–'}</p>
    </div>
  );
}

/** The head of the sale's own page. */
function Product({ sale, art }: PartProps) {
  return (
    <div className={classes.product}>
      {art}
      <Name sale={sale} />
      <p className={classes.price}>{sale.price ?? '–'}</p>
      <Stock sale={sale} />
      {sale.description && (
        <p className={classes.description} dir="auto">
          {sale.description}
        </p>
      )}
      <dl className={classes.facts}>
        {sale.facts.map(({ label, words }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words ?? '–'}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.fine}>{sale.rule}</p>
    </div>
  );
}

function Picture({ sale, src, id }: { sale: ShownSale; src: string | null; id: string }) {
  if (src === null) {
    return <SaleArt id={id} className={classes.art} />;
  }
  return (
    // biome-ignore lint/performance/noImgElement: bytes of the reader's own file, or of the API
    <img
      className={classes.photo}
      src={src}
      alt={sale.name ? `Picture of ${sale.name}` : 'Picture of the sale'}
    />
  );
}

function Name({ sale: { name } }: { sale: ShownSale }) {
  return (
    <h3 className={classes.name} data-empty={name === null || undefined} dir="auto">
      {name ?? 'Name of the sale'}
    </h3>
  );
}

function Stock({ sale: { stock, phase } }: { sale: ShownSale }) {
  if (!stock) {
    return <p className={classes.stock}>–</p>;
  }
  const { left, rest } = leftWords(stock, phase);
  const share = (count: number) => `${Math.min(100, (count / stock.stock) * 100)}%`;
  return (
    <div className={classes.stock}>
      <div className={classes.bar} aria-hidden="true">
        <span data-part="sold" style={{ width: share(stock.sold) }} />
        <span data-part="held" style={{ width: share(stock.held ?? 0) }} />
      </div>
      <p className={classes.stockWords}>
        <span className={classes.key}>
          <strong>{left}</strong> {rest}
        </span>
        {stock.held !== null && stock.held > 0 && (
          <span className={classes.key} data-part="held">
            {stock.held.toLocaleString('en')} on hold
          </span>
        )}
        {stock.sold > 0 && (
          <span className={classes.key} data-part="sold">
            {stock.sold.toLocaleString('en')} sold
          </span>
        )}
      </p>
    </div>
  );
}
