import { formatCount } from '@flash/web';
import classes from './kit.module.css';

export interface StockCounts {
  stock: number;
  sold: number;
  claimed?: number;
  held: number;
  free: number;
}

const parts = [
  { name: 'sold', label: 'Sold' },
  { name: 'claimed', label: 'Paying' },
  { name: 'held', label: 'On hold' },
  { name: 'free', label: 'Available' },
] as const;

interface StockBarProps {
  counts: StockCounts;
  /** `sm`: the bar without numbers. `lg`: large. `wall`: grows with the text around it. */
  size?: 'sm' | 'md' | 'lg' | 'wall';
}

/** The units of a sale by state; the four parts always add up to the stock. */
export function StockBar({ counts, size = 'md' }: StockBarProps) {
  const total = Math.max(1, counts.stock);
  const shown = parts.map((part) => ({ ...part, count: counts[part.name] ?? 0 }));
  return (
    <div className={classes.stock} data-size={size}>
      <div className={classes.stockBar} aria-hidden="true">
        {shown.map(({ name, count }) => (
          <span key={name} data-part={name} style={{ width: `${(count / total) * 100}%` }} />
        ))}
      </div>
      {size !== 'sm' && (
        <dl className={classes.stockWords}>
          {shown.map(({ name, label, count }) => (
            <div key={name} data-part={name}>
              <dt>{label}</dt>
              <dd>{formatCount(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
