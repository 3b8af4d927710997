export type ReceiptRow = [name: string, value: string | null | undefined];

/** The facts of an order; unknown ones have no row. */
export function ReceiptRows({ rows, isSheet = false }: { rows: ReceiptRow[]; isSheet?: boolean }) {
  return (
    <dl className={isSheet ? 'receipt sheet' : 'receipt'}>
      {rows.map(([name, value]) => value && <Row key={name} name={name} value={value} />)}
    </dl>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
