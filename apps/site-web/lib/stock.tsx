import { useTranslations } from 'next-intl';

interface StockProps {
  stock: number;
  sold: number;
  held?: number;
}

/** Sold, held and free in one picture, with the same in words beneath it. */
export function Stock({ stock, sold, held = 0 }: StockProps) {
  const t = useTranslations('stock');
  const share = (count: number) => `${stock > 0 ? Math.min(100, (count / stock) * 100) : 0}%`;
  const free = Math.max(0, stock - sold - held);
  return (
    <div className="stock">
      <div className="stock-bar" aria-hidden="true">
        <span className="stock-sold" style={{ width: share(sold) }} />
        <span className="stock-held" style={{ width: share(held) }} />
      </div>
      <p className="stock-words">
        <span className="key key-free">
          {t.rich('left', { free, stock, b: (text) => <strong>{text}</strong> })}
        </span>
        {held > 0 && <span className="key key-held">{t('held', { held })}</span>}
        {sold > 0 && <span className="key key-sold">{t('sold', { sold })}</span>}
      </p>
    </div>
  );
}
