import type { PublicSale } from '@flash/shared-types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useShop } from '../lib/shop/use-shop.ts';

type Pictured = Pick<PublicSale, 'id' | 'name' | 'picture'>;

/** The organiser's picture, or a drawn one; both have the same size, so nothing moves. */
export function SalePicture({ sale, isMain = false }: { sale: Pictured; isMain?: boolean }) {
  const t = useTranslations('sale');
  const shop = useShop();
  const [isBroken, setBroken] = useState(false);
  const { picture } = sale;
  if (!picture || isBroken) {
    return <SaleArt id={sale.id} />;
  }
  return (
    // biome-ignore lint/performance/noImgElement: Next would fetch and scale it on its own server
    <img
      className="art art-photo"
      src={shop ? new URL(picture.url, shop.base).href : undefined}
      width={picture.width}
      height={picture.height}
      fetchPriority={isMain ? 'high' : undefined}
      alt={t('picture', { name: sale.name })}
      onError={() => setBroken(true)}
    />
  );
}

/** A picture drawn from the id of the sale: nothing is fetched, and it is always the same. */
function SaleArt({ id }: { id: string }) {
  const hash = [...id].reduce(
    (sum, char) => Math.imul(sum ^ char.charCodeAt(0), 16_777_619) >>> 0,
    2_166_136_261,
  );
  const hue = hash % 360;
  const turn = (hash >>> 9) % 90;
  return (
    <svg
      className="art"
      viewBox="0 0 320 120"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width="320" height="120" fill={`hsl(${hue} 45% 32%)`} />
      <g transform={`rotate(${turn - 45} 160 60)`} fill={`hsl(${(hue + 40) % 360} 70% 62%)`}>
        {[0, 1, 2, 3, 4].map((step) => (
          <rect
            key={step}
            x={20 + step * 62}
            y={-40 + ((hash >>> step) % 60)}
            width="34"
            height="200"
            rx="17"
            opacity={0.25 + step * 0.13}
          />
        ))}
      </g>
    </svg>
  );
}
