import { createSeeded, type Seeded, seedOfRun } from '@flash/testing';
import type { Page } from '@playwright/test';
import { expect } from '../support/test.ts';
import { faultsOf, forgetTimes, pricesOf, unlessLeft, watch } from './watch.ts';

/** Something besides the page: another buyer, a member of the team. */
export interface Event {
  name: string;
  run(random: Seeded): Promise<void>;
}

export interface Walk {
  page: Page;
  /** Where the walk begins, and goes on from when it is lost. */
  starts: readonly string[];
  /** Pressed by no walk: what ends the session, or leaves the site. */
  never: RegExp;
  /** Filled into a field with this name. */
  textFor(name: string, random: Seeded): string;
  events: readonly Event[];
  /** So long; the step that is under way is finished. */
  seconds: number;
  /** Instead of a new one; SEED goes before it. */
  seed?: number;
}

interface Control {
  kind: 'press' | 'type' | 'choose';
  name: string;
  at: number;
}

const SELECTOR =
  'a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary';
const WIDTHS = [390, 1280];
/** Working, loading, joining: soon there is a next step again. */
const PATIENCE_MS = 45_000;

/**
 * Presses, types, chooses and moves on at random, from a seed, and looks at the page after each step. The steps
 * are part of what a failure prints.
 */
export async function walk(options: Walk): Promise<void> {
  const { page, starts } = options;
  const asked = options.seed === undefined ? {} : { SEED: String(options.seed) };
  const random = createSeeded(seedOfRun({ ...asked, ...process.env }));
  const taken: string[] = [];
  const errors: string[] = [];
  const prices = new Map<string, string>();
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) {
      errors.push(`the console says ${message.text()} at ${message.location().url}`);
    }
  });
  // Questions of the browser before a page with unsaved text is left.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await watch(page);
  console.log(`seed ${random.seed}`);
  const seconds = Number(process.env.WALK_SECONDS ?? options.seconds);
  const until = performance.now() + seconds * 1_000;
  await page.goto(starts[0] ?? '/');
  while (performance.now() < until) {
    taken.push(await step(options, random));
    const found = [...(await look(page)), ...(await priceFaults(page, prices)), ...errors];
    expect(found, tellOf(random.seed, taken)).toEqual([]);
  }
  console.log(`${taken.length} steps`);
}

/** A sale costs the same on every page, up to its receipt. */
async function priceFaults(page: Page, known: Map<string, string>): Promise<string[]> {
  const shown = await pricesOf(page);
  const faults: string[] = [];
  for (const [name, [price = '']] of Object.entries(shown)) {
    const before = known.get(name) ?? price;
    known.set(name, before);
    if (before !== price) {
      faults.push(`${name} costs ${before} on one page and ${price} on another`);
    }
  }
  return faults;
}

const tellOf = (seed: number, taken: readonly string[]) =>
  `SEED=${seed} shows it again. The steps:\n  ${taken.slice(-40).join('\n  ')}\n`;

/** Chromium logs each refused request; refusals are answers, and shown in the page. */
const isRefusal = (text: string) =>
  /^Failed to load resource: .* status of (?:4\d\d|503) /.test(text);

async function step(options: Walk, random: Seeded): Promise<string> {
  const { page, starts, events } = options;
  const event = random.chance(0.25) ? random.pick(events) : undefined;
  if (event) {
    await event.run(random);
    return `elsewhere: ${event.name}`;
  }
  const controls = (await unlessLeft(controlsOf(page), [])).filter(
    ({ name }) => !options.never.test(name),
  );
  const control = random.chance(0.85) ? random.pick(controls) : undefined;
  if (control) {
    return use(options, control, random);
  }
  const start = random.pick(starts) ?? '/';
  const moves = [
    async () => {
      await page.reload();
      return 'reload';
    },
    async () => {
      await page.goto(start);
      return `open ${start}`;
    },
    async () => {
      await page.goBack();
      if (page.url() === 'about:blank') {
        await page.goto(start);
      }
      return 'back';
    },
    async () => {
      const width = random.pick(WIDTHS) ?? 390;
      await page.setViewportSize({ width, height: 800 });
      return `width ${width}`;
    },
    async () => {
      await page.keyboard.press('Escape');
      return 'Escape';
    },
  ];
  const move = random.pick(moves);
  return (await move?.().catch(interrupted)) ?? '';
}

/** A link that was pressed a moment ago has won. */
function interrupted(error: Error): string {
  if (/interrupted by another navigation|ERR_ABORTED/.test(error.message)) {
    return 'nothing, since the page is being left';
  }
  throw error;
}

/** What can be seen and used now, in the order of the page. */
function controlsOf(page: Page): Promise<Control[]> {
  return page.evaluate((selector) => {
    const nameOf = (element: HTMLElement) => {
      const label = (element as HTMLInputElement).labels?.[0]?.textContent;
      const text = element.getAttribute('aria-label') ?? label ?? element.textContent;
      return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 60);
    };
    const kindOf = (element: HTMLElement) => {
      if (element instanceof HTMLSelectElement) {
        return 'choose' as const;
      }
      const isText =
        element instanceof HTMLTextAreaElement ||
        (element instanceof HTMLInputElement &&
          !/^(?:checkbox|radio|file|range|button|submit)$/.test(element.type));
      return isText ? ('type' as const) : ('press' as const);
    };
    const dialog = document.querySelector('[role=dialog], dialog[open]:modal');
    return [...document.querySelectorAll<HTMLElement>(selector)]
      .map((element, at) => ({ element, at }))
      .filter(({ element }) =>
        element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }),
      )
      .filter(({ element }) => !element.closest('.skip, .visually-hidden, [inert]'))
      .filter(({ element }) => !dialog || dialog.contains(element))
      .filter(({ element }) => element.getAttribute('type') !== 'file')
      .filter(({ element }) => {
        const link = element.closest('a');
        return (
          !link ||
          (link.origin === location.origin && !link.hasAttribute('download') && link.target === '')
        );
      })
      .map(({ element, at }) => ({ kind: kindOf(element), name: nameOf(element), at }));
  }, SELECTOR);
}

/** Which control it was is decided; on a page that moves it may be gone by now, which is no fault. */
const BRIEFLY = { timeout: 3_000 };

async function use(options: Walk, control: Control, random: Seeded): Promise<string> {
  const { page } = options;
  const { kind, name, at } = control;
  const element = page.locator(SELECTOR).nth(at);
  const gone = () => ' (gone)';
  if (kind === 'choose') {
    const values = await element
      .locator('option')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      .catch(() => []);
    const value = random.pick(values) ?? '';
    const end = await element.selectOption(value, BRIEFLY).then(() => '', gone);
    return `choose ${value} in ${name}${end}`;
  }
  if (kind === 'type') {
    const text = options.textFor(name, random);
    const end = await element.fill(text, BRIEFLY).then(() => '', gone);
    return `type ${text} into ${name}${end}`;
  }
  if (/^(?:Add \d|Extend|Move the end)/.test(name)) {
    await forgetTimes(page);
  }
  const end = await element.click(BRIEFLY).then(() => '', gone);
  return `press ${name}${end}`;
}

/** What is wrong with the page as it is now. */
async function look(page: Page): Promise<string[]> {
  await page.waitForLoadState('domcontentloaded');
  // The last answer and no further one: by then a link may have led to a page that is still loading.
  const last: { missing: string | null } = { missing: null };
  const problem = async () => {
    last.missing = await whatIsMissing(page);
    return last.missing;
  };
  await expect
    .poll(problem, { timeout: PATIENCE_MS })
    .toBeNull()
    .catch(() => undefined);
  return [...(last.missing ? [last.missing] : []), ...(await faultsOf(page))];
}

function whatIsMissing(page: Page): Promise<string | null> {
  return (
    page
      .evaluate((selector) => {
        const headings = document.querySelectorAll('h1').length;
        if (headings !== 1) {
          return `${headings} headings of the first level on ${location.pathname}`;
        }
        const wide = document.documentElement.scrollWidth - innerWidth;
        if (wide > 0) {
          return `${wide} px too wide at ${innerWidth} on ${location.pathname}`;
        }
        const main = document.querySelector('main') ?? document.body;
        // Pages that only inform lead on by the footer.
        const isText = /\/(?:accessibility|privacy|imprint)$/.test(location.pathname);
        const within = isText ? document : main;
        const next = [...within.querySelectorAll<HTMLElement>(selector)].some((element) =>
          element.checkVisibility({ checkVisibilityCSS: true }),
        );
        return next
          ? null
          : `no next step on ${location.pathname}: ${main.textContent.slice(0, 200)}`;
      }, SELECTOR)
      // The page is being left.
      .catch((error: unknown) => String(error).split('\n')[0] ?? null)
  );
}
