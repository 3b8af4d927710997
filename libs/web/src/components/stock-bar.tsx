interface StockBarProps {
  stock: number;
  sold: number;
  held?: number;
}

/** Sold, held and free as a bar; callers show the same in words. */
export function StockBar({ stock, sold, held = 0 }: StockBarProps) {
  const share = (count: number) => `${stock > 0 ? Math.min(100, (count / stock) * 100) : 0}%`;
  return (
    <div className="stock-bar" aria-hidden="true">
      <span className="stock-sold" style={{ width: share(sold) }} />
      <span className="stock-held" style={{ width: share(held) }} />
    </div>
  );
}
