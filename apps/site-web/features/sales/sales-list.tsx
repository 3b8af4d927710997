'use client';

import { Notice } from '@flash/web';
import { SaleCard } from './sale-card.tsx';
import { useSales } from './use-sales.ts';

const sections = [
  { name: 'live', title: 'Live now' },
  { name: 'upcoming', title: 'Coming up' },
  { name: 'past', title: 'Past sales' },
] as const;

export function SalesList() {
  const { sales, isLost, clock } = useSales();
  const isEmpty = sales && sections.every(({ name }) => sales[name].length === 0);
  return (
    <>
      <div className="intro">
        <h1>Flash sales</h1>
        <p className="muted">
          Take a numbered place in line, watch it move, and pay when your turn comes. Nobody is
          served before someone who came earlier.
        </p>
      </div>
      {isLost && (
        <Notice tone="warn" title={sales ? 'Reconnecting' : 'We cannot reach the shop'}>
          <p>{sales ? 'What you see may be out of date.' : 'This page tries again by itself.'}</p>
        </Notice>
      )}
      {!sales && !isLost && <Placeholders />}
      {isEmpty && (
        <div className="empty">
          <h2>No sales yet</h2>
          <p className="muted">The first one will show up here by itself.</p>
        </div>
      )}
      {sales &&
        sections
          .filter(({ name }) => sales[name].length > 0)
          .map(({ name, title }) => (
            <section key={name} className="sales" aria-labelledby={name}>
              <h2 id={name}>{title}</h2>
              <ul className="cards">
                {sales[name].map((sale) => (
                  <SaleCard key={sale.id} sale={sale} clock={clock} />
                ))}
              </ul>
            </section>
          ))}
    </>
  );
}

function Placeholders() {
  return (
    <div className="cards" aria-hidden="true">
      <div className="card placeholder" />
      <div className="card placeholder" />
    </div>
  );
}
