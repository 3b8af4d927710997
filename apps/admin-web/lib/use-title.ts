import { useLayoutEffect } from 'react';

/** Pages are exported statically and know no sale and no order, so the title is set here, over that of the page. */
export function useTitle(title: string): void {
  // A layout effect is cleaned up before the next page writes its title, so that one stays.
  useLayoutEffect(() => {
    const write = () => {
      if (document.title !== title) {
        document.title = title;
      }
    };
    write();
    const head = new MutationObserver(write);
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [title]);
}
