import { formatCount } from './format.ts';

interface StockBarProps {
  stock: number;
  sold: number;
  held?: number;
}

/** Sold, held and free in one picture, with the same in words beneath it. */
export function StockBar({ stock, sold, held = 0 }: StockBarProps) {
  const share = (count: number) => `${stock > 0 ? Math.min(100, (count / stock) * 100) : 0}%`;
  const free = Math.max(0, stock - sold - held);
  return (
    <div className="stock">
      <div className="stock-bar" aria-hidden="true">
        <span className="stock-sold" style={{ width: share(sold) }} />
        <span className="stock-held" style={{ width: share(held) }} />
      </div>
      <p className="stock-words">
        <strong>{formatCount(free)}</strong> of {formatCount(stock)} left
        {held > 0 && ` · ${formatCount(held)} reserved`}
      </p>
    </div>
  );
}
