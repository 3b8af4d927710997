/**
 * What a strict eye would find wrong with a page, in words. Runs inside the page, so it may use
 * nothing from outside of itself.
 */
export function layoutFaults(sheetsBelow: number): string[] {
  const faults: string[] = [];
  const unseen = '.visually-hidden, .mantine-VisuallyHidden-root, .skip, noscript, [hidden]';
  // What takes a press of a control, besides itself.
  const wrapping = 'label, .mantine-Radio-root, .mantine-Checkbox-root';
  const nameOf = (element: Element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 110);
  const isInvisible = (element: Element) =>
    element.closest(unseen) !== null ||
    !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const isFloating = (element: Element) => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) {
        return true;
      }
    }
    return false;
  };

  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    faults.push(`${wide} px too wide`);
  }
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) {
    faults.push(`${headings} headings of the first level`);
  }

  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (isInvisible(element) || element.clientWidth <= 1) {
      continue;
    }
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const cutX = hides(overflowX) && element.scrollWidth > element.clientWidth + 1;
    const cutY = hides(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if ((cutX || cutY) && element.textContent?.trim()) {
      faults.push(`clipped: ${nameOf(element)}`);
    }
  }

  const controls = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'),
  ].filter((element) => !isInvisible(element));
  for (const control of controls) {
    const isInText = control.matches('a') && getComputedStyle(control).display === 'inline';
    const box = (control.closest(wrapping) ?? control).getBoundingClientRect();
    if (!isInText && (box.width < 24 || box.height < 24)) {
      faults.push(`small: ${nameOf(control)}`);
    }
  }

  interface Piece {
    owner: Element;
    box: DOMRect;
  }
  const pieces: Piece[] = controls.map((owner) => ({ owner, box: owner.getBoundingClientRect() }));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const owner = texts.currentNode.parentElement;
    if (!owner || !texts.currentNode.textContent?.trim() || isInvisible(owner)) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) {
      pieces.push({ owner, box });
    }
    const within = owner.getBoundingClientRect();
    const whole = range.getBoundingClientRect();
    if (getComputedStyle(owner).display !== 'inline' && whole.right > within.right + 1.5) {
      faults.push(`text leaves its box: ${nameOf(owner)}`);
    }
  }
  // A sheet in front of the page covers what one can scroll away from it; a line of text is taller
  // than its letters, so a few shared pixels are no overlap.
  const still = pieces.filter(({ owner }) => !isFloating(owner) || innerWidth >= sheetsBelow);
  const slack = 4;
  for (const [place, one] of still.entries()) {
    for (const other of still.slice(place + 1)) {
      if (one.owner.contains(other.owner) || other.owner.contains(one.owner)) {
        continue;
      }
      // Signs and buttons lie inside the frame of their field.
      const field = one.owner.closest('.mantine-Input-wrapper');
      if (field?.contains(other.owner)) {
        continue;
      }
      const x = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const y = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (x > slack && y > slack) {
        faults.push(`overlap: ${nameOf(one.owner)} and ${nameOf(other.owner)}`);
      }
    }
  }
  return faults;
}

/** Whatever has the focus can be seen: no bar in front of the page lies over it. */
export function hiddenFocus(): string[] {
  const focusable = 'a[href], button:not(:disabled), input, select, summary';
  const faults = [...document.querySelectorAll<HTMLElement>(focusable)]
    .filter((element) => element.checkVisibility() && !element.closest('.skip, noscript'))
    .filter((element) => {
      element.focus();
      const box = element.getBoundingClientRect();
      const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const isSeen = seen !== null && (element.contains(seen) || seen.contains(element));
      return !isSeen && !element.closest('label')?.contains(seen);
    })
    .map((element) => `focus is hidden: ${element.outerHTML.slice(0, 110)}`);
  (document.activeElement as HTMLElement | null)?.blur();
  scrollTo(0, 0);
  return faults;
}

/** With the few colours of a person's own choosing, controls keep an edge and pictures a colour. */
export function lostInForcedColours(): string[] {
  const styleOf = (element: Element) => getComputedStyle(element);
  const canvas = styleOf(document.body).backgroundColor;
  const edgeless = [...document.querySelectorAll('.button, .field input, .field select')].filter(
    (element) => {
      const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = styleOf(element);
      const hasEdge = borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1;
      return !hasEdge || borderTopColor === backgroundColor;
    },
  );
  const marks = '.line-goal, .reach-free, .reach-held, .stock-sold, .stock-held, .stock-bar';
  const faded = [...document.querySelectorAll(marks)].filter((element) => {
    const { backgroundColor, width } = styleOf(element);
    return Number.parseFloat(width) > 0 && backgroundColor === canvas;
  });
  return [...edgeless, ...faded].map((element) => `not seen: ${element.outerHTML.slice(0, 110)}`);
}

/** Who asked for less motion gets none. */
export const moving = (): string[] =>
  document
    .getAnimations()
    .filter(({ playState }) => playState === 'running')
    .map(({ effect }) => `moves: ${(effect as KeyframeEffect).target?.outerHTML.slice(0, 110)}`);
