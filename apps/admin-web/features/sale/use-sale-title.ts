import type { AdminSale } from '@flash/shared-types';
import { useLayoutEffect } from 'react';
import type { SalePart } from '../../lib/addresses.ts';
import { titleOf } from './title.ts';

/** The page is static and knows no sale: its own title comes with its head, this one over it. */
export function useSaleTitle(sale: AdminSale, part: SalePart): void {
  const title = titleOf(sale, part);
  // A layout effect ends before the next page's head is there, which must not be written over.
  useLayoutEffect(() => {
    const write = () => {
      if (document.title !== title) document.title = title;
    };
    write();
    const head = new MutationObserver(write);
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [title]);
}
