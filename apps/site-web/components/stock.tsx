import { StockBar } from '@flash/web';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface StockProps {
  stock: number;
  sold: number;
  /** Absent if unknown: then units are called unsold instead of left, as some may be on hold. */
  held?: number;
  /** The sale has ended: nothing is left to buy. */
  isOver?: boolean;
  /** Nothing could be bought yet. */
  isToCome?: boolean;
}

/** What is left, as a bar and in words. */
export function Stock({ stock, sold, held, isOver = false, isToCome = false }: StockProps) {
  const t = useTranslations('stock');
  if (isOver) {
    return (
      <div className="stock stock-over">
        <StockBar stock={stock} sold={sold} />
        <p className="stock-words">
          <span>{t.rich('soldOf', { sold, stock, b: bold })}</span>
        </p>
      </div>
    );
  }
  if (isToCome) {
    return (
      <div className="stock">
        <StockBar stock={stock} sold={0} />
        <p className="stock-words">
          <span className="key key-free">{t.rich('units', { stock, b: bold })}</span>
        </p>
      </div>
    );
  }
  return (
    <div className="stock">
      <StockBar stock={stock} sold={sold} held={held} />
      <StockWords {...{ stock, sold, held }} />
    </div>
  );
}

/** The numbers, each with the colour that it has in the bar and in the picture of the line. */
export function StockWords({ stock, sold, held }: Omit<StockProps, 'isOver' | 'isToCome'>) {
  const t = useTranslations('stock');
  const left = Math.max(0, stock - sold - (held ?? 0));
  return (
    <p className="stock-words">
      <span className="key key-free">
        {held === undefined
          ? t.rich('unsold', { left, stock, b: bold })
          : t.rich('left', { free: left, stock, b: bold })}
      </span>
      {held !== undefined && held > 0 && (
        <span className="key key-held">{t('held', { held })}</span>
      )}
      {sold > 0 && <span className="key key-sold">{t('sold', { sold })}</span>}
    </p>
  );
}

const bold = (text: ReactNode) => <strong>{text}</strong>;
