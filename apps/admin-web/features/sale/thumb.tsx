'use client';

import type { AdminSale } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import classes from './sale.module.css';

/** Decorative: it always stands beside the sale's name. */
export function SaleThumb({ sale }: { sale: AdminSale }) {
  const { team } = useMember();
  if (!sale.picture) {
    return null;
  }
  const src = new URL(sale.picture.url, team.base).href;
  // biome-ignore lint/performance/noImgElement: the API serves it; this site has no image server
  return <img className={classes.thumb} src={src} alt="" width={40} height={40} loading="lazy" />;
}
