import { StockBar } from '@flash/web';
import { useTranslations } from 'next-intl';

interface StockProps {
  stock: number;
  sold: number;
  held?: number;
}

/** What is left, as a picture with the same in words beneath it. */
export function Stock({ stock, sold, held = 0 }: StockProps) {
  const t = useTranslations('stock');
  const free = Math.max(0, stock - sold - held);
  return (
    <div className="stock">
      <StockBar stock={stock} sold={sold} held={held} />
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
