import type { Page } from '@playwright/test';

/** What a page showed since it was opened, kept by a script inside of it. */
interface Watch {
  faults: string[];
  /** Prices by sale, as they were shown. */
  prices: Record<string, string[]>;
  /** Another time is counted down to once the answer is there: it is being extended. */
  forgetTimes(): void;
}

declare global {
  interface Window {
    flashWatch?: Watch;
  }
}

/**
 * Looks at every state that a page draws, however short: a place in line never grows, a countdown never goes
 * up or below zero, the parts of a stock bar add up, and a sale has one price.
 */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(watchPage);
}

/** An answer from inside the page, or this instead when the page is just being left. */
export async function unlessLeft<Value>(asking: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Error && /context was destroyed|navigati/i.test(error.message)) {
      return otherwise;
    }
    throw error;
  }
}

/** What was wrong in the page so far. A page that is just being opened has nothing to tell. */
export const faultsOf = (page: Page): Promise<string[]> =>
  unlessLeft(
    page.evaluate(() => window.flashWatch?.faults ?? []),
    [],
  );

/** The prices that this page has shown, by the name of the sale. */
export const pricesOf = (page: Page): Promise<Record<string, string[]>> =>
  unlessLeft(
    page.evaluate(() => window.flashWatch?.prices ?? {}),
    {},
  );

export const forgetTimes = (page: Page): Promise<void> =>
  unlessLeft(
    page.evaluate(() => window.flashWatch?.forgetTimes()),
    undefined,
  );

/** Runs inside the page, so it may use nothing from outside of itself. */
function watchPage(): void {
  const inLine = ['lobby', 'waiting', 'almost', 'reserved', 'paused', 'soldOutInLine'];
  const faults: string[] = [];
  const prices: Record<string, string[]> = {};
  let lastRank = Number.POSITIVE_INFINITY;
  let lastScreen = '';
  const times = new Map<string, number>();
  /** An answer on a busy machine, and then the page that shows it. */
  const answerMs = 15_000;
  let mayRiseUntil = 0;
  window.flashWatch = {
    faults,
    prices,
    forgetTimes: () => {
      mayRiseUntil = performance.now() + answerMs;
    },
  };

  const fail = (fault: string) => {
    if (!faults.includes(fault)) {
      faults.push(fault);
    }
  };
  const numbersIn = (text: string | null | undefined) =>
    (text?.match(/\d[\d,.]*/g) ?? []).map((part) => Number(part.replaceAll(/[,.]/g, '')));
  const secondsIn = (text: string) => {
    const match = /^(?:(\d+):)?(\d+):(\d\d)$/.exec(text);
    if (!match) {
      return null;
    }
    const [, hours = '0', minutes = '0', seconds = '0'] = match;
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  };

  function look(): void {
    const screen = /sale-(\w+)/.exec(document.querySelector('.sale')?.className ?? '')?.[1] ?? '';
    lookAtPlace(screen);
    lookAtTimes(screen);
    lookAtStock();
    lookAtBars();
    lookAtPrices();
    lastScreen = screen;
  }

  function lookAtPlace(screen: string): void {
    if (!inLine.includes(screen)) {
      lastRank = Number.POSITIVE_INFINITY;
      return;
    }
    const [rank] = numbersIn(document.querySelector('.rank-number')?.textContent);
    if (rank === undefined) {
      return;
    }
    if (rank > lastRank || rank < 1) {
      fail(`the place in line went from ${lastRank} to ${rank}`);
    }
    lastRank = rank;
  }

  function lookAtTimes(screen: string): void {
    const holds = ['held', 'ending', 'failed', 'paying'];
    if (screen !== lastScreen && !(holds.includes(screen) && holds.includes(lastScreen))) {
      times.clear();
    }
    for (const timer of document.querySelectorAll('[role=timer]')) {
      const text = timer.textContent?.trim() ?? '';
      const seconds = secondsIn(text);
      if (/^[-−]/.test(text) || text.includes('NaN')) {
        fail(`a countdown shows ${text}`);
      }
      if (seconds === null) {
        continue;
      }
      const name = `${location.pathname} ${timer.getAttribute('aria-label')}`;
      const before = performance.now() < mayRiseUntil ? undefined : times.get(name);
      if (before !== undefined && seconds > before) {
        fail(
          `the countdown ${timer.getAttribute('aria-label')} went from ${before} to ${seconds} s`,
        );
      }
      times.set(name, Math.min(seconds, before ?? seconds));
    }
  }

  /** While a page arrives, the last of its elements may still lack what comes with the next packet. */
  function hasArrived(element: Element): boolean {
    let inner: Element | null = element;
    while (document.readyState === 'loading' && inner && !inner.nextSibling) {
      inner = inner.parentElement;
    }
    return inner !== null;
  }

  function lookAtStock(): void {
    const shown = document.querySelectorAll('.stock:not(.stock-over) .stock-words');
    for (const words of [...shown].filter(hasArrived)) {
      const partIn = (name: string) => numbersIn(words.querySelector(name)?.textContent);
      const [left = 0, stock] = partIn('.key-free');
      const isKnown = words.querySelector('.key-held') !== null;
      const [held = 0] = partIn('.key-held');
      const [sold = 0] = partIn('.key-sold');
      if (stock !== undefined && (left + held + sold !== stock || (isKnown && held === 0))) {
        fail(`the stock says ${words.textContent}`);
      }
    }
  }

  /**
   * The bars of the organisers' site: their parts are shares of the stock. That of the preview is drawn as in the
   * shop, where what is free is the rest.
   */
  function lookAtBars(): void {
    for (const bar of document.querySelectorAll('[aria-hidden]:has(> span[data-part])')) {
      const shares = [...bar.querySelectorAll<HTMLElement>(':scope > span[data-part]')].map(
        (part) => Number.parseFloat(part.style.width),
      );
      const sum = shares.reduce((total, share) => total + share, 0);
      const hasFree = bar.querySelector(':scope > span[data-part=free]') !== null;
      // A sale that is just being made has no units yet.
      const isWrong = hasFree ? sum !== 0 && Math.abs(sum - 100) > 0.1 : sum > 100.1;
      if (isWrong) {
        fail(`the parts of a stock bar add up to ${sum} %`);
      }
    }
  }

  function lookAtPrices(): void {
    const note = (name: string | null | undefined, price: string | null | undefined) => {
      const key = name?.trim();
      const text = price?.trim();
      if (!key || !text) {
        return;
      }
      prices[key] ??= [];
      if (!prices[key].includes(text)) {
        prices[key].push(text);
      }
      if (prices[key].length > 1) {
        fail(`${key} costs ${prices[key].join(' and ')}`);
      }
    };
    for (const stub of document.querySelectorAll('.stub')) {
      note(stub.children[0]?.textContent, stub.children[1]?.textContent);
    }
    for (const card of document.querySelectorAll('.card')) {
      note(card.querySelector('h3')?.textContent, card.querySelector('.price')?.textContent);
    }
    for (const summary of document.querySelectorAll('.summary')) {
      note(summary.querySelector('dt')?.textContent, summary.querySelector('dd')?.textContent);
    }
    for (const receipt of document.querySelectorAll('.receipt')) {
      const rows = new Map(
        [...receipt.querySelectorAll('dt')].map((name) => [
          name.textContent,
          name.nextElementSibling?.textContent,
        ]),
      );
      note(rows.get('Item'), rows.get('Paid'));
    }
  }

  const observer = new MutationObserver(look);
  observer.observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
