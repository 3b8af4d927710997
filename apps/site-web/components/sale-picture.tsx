import type { PublicSale } from '@flash/shared-types';
import { SaleArt } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { choiceOf } from '../features/sales/picture-choice.ts';
import { useShop } from '../lib/shop/use-shop.ts';

type Pictured = Pick<PublicSale, 'id' | 'name' | 'picture'>;

/** The organiser's picture, or a drawn one; its size is known before it loads, so nothing moves. */
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
      {...(shop && choiceOf(picture, shop.base, isMain ? 'main' : 'card'))}
      src={shop ? new URL(picture.url, shop.base).href : undefined}
      width={picture.width}
      height={picture.height}
      fetchPriority={isMain ? 'high' : undefined}
      alt={t('picture', { name: sale.name })}
      onError={() => setBroken(true)}
    />
  );
}
