import type { Page } from '@playwright/test';

export interface Announced {
  role: string;
  text: string;
}

/** Records every text of the live regions of a page, in order, as a screen reader gets it. */
export async function recordAnnouncements(page: Page): Promise<Announced[]> {
  const announcements: Announced[] = [];
  await page.exposeFunction(
    'reportAnnouncement',
    (announced: Announced) => void announcements.push(announced),
  );
  await page.addInitScript(() => {
    const report = (globalThis as unknown as { reportAnnouncement: (announced: Announced) => void })
      .reportAnnouncement;
    const live = 'main [role=status], main [role=alert], main [role=timer][aria-live]';
    const read = (changes: MutationRecord[]) => {
      const regions = changes.flatMap(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest(live) ?? [];
      });
      for (const region of new Set(regions)) {
        const text = region.textContent?.trim();
        if (text) {
          report({ role: region.getAttribute('role') ?? '', text });
        }
      }
    };
    const everything = { subtree: true, childList: true, characterData: true };
    new MutationObserver(read).observe(document, everything);
  });
  return announcements;
}
