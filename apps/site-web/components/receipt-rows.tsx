import type { ReactNode } from 'react';

export type ReceiptRow = [name: string, value: ReactNode];

/** The facts of an order; unknown ones have no row. */
export function ReceiptRows({ rows, isSheet = false }: { rows: ReceiptRow[]; isSheet?: boolean }) {
  return (
    <dl className={isSheet ? 'receipt sheet' : 'receipt'}>
      {rows.map(([name, value]) => value && <Row key={name} name={name} value={value} />)}
    </dl>
  );
}

/** Reads from left to right in every language, so that its groups keep their order. */
export function OrderCode({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="code">
      {children}
    </bdi>
  );
}

function Row({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
