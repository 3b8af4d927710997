'use client';

import { useEffect, useState } from 'react';
import { tokenIn } from '../../lib/addresses.ts';

/**
 * The token of a link that came by mail; empty without one, null before it is known. Once it is used up it leaves
 * the address, so that a reload does not try it again.
 */
export function useLinkToken(): [string | null, () => void] {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const read = () => setToken(tokenIn(location.hash));
    read();
    // A link that is opened while the page is.
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const drop = () => {
    history.replaceState(null, '', location.pathname);
    setToken('');
  };
  return [token, drop];
}
