import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

/** A selector that starts with `.`, `#` or `[`, or the key of the text of a button or of what opens a panel. */
type Target = string;

/** What a reader does, or waits for. */
export type Step = { press: Target } | { fill: string; with: string } | { see: Target };

/** Takes each step as soon as it can be taken; the document says which example has been shown in full. */
export function useSteps(name: string, steps: readonly Step[]): void {
  const t = useTranslations();
  useEffect(() => {
    const left = [...steps];
    const { dataset } = document.documentElement;
    const take = () => {
      for (let step = left[0]; step && isTaken(step, t); step = left[0]) {
        left.shift();
      }
      if (left.length === 0) {
        watcher.disconnect();
        dataset.shown = name;
      }
    };
    const watcher = new MutationObserver(take);
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
    take();
    return () => {
      watcher.disconnect();
      delete dataset.shown;
    };
  }, [name, steps, t]);
}

function isTaken(step: Step, t: (key: string) => string): boolean {
  if ('fill' in step) {
    const input = document.querySelector<HTMLInputElement>(step.fill);
    if (input) {
      input.value = step.with;
    }
    return input !== null;
  }
  const element = find('press' in step ? step.press : step.see, t);
  if ('press' in step) {
    element?.click();
  }
  return element !== null;
}

const IS_SELECTOR = /^[.#[]/;

function find(target: Target, t: (key: string) => string): HTMLElement | null {
  if (IS_SELECTOR.test(target)) {
    return document.querySelector<HTMLElement>(target);
  }
  const text = t(target);
  const all = document.querySelectorAll<HTMLElement>('button:enabled, summary');
  return [...all].find(({ textContent }) => textContent === text) ?? null;
}
