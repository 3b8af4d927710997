import type { Picture, PictureWidth } from '@flash/shared-types';

/** Written out: the schema they are from would bring its library into every page. */
const copyWidths: readonly PictureWidth[] = ['640', '1280'];

/** How wide the page draws a picture: beside the ticket, and on a card. */
const widths = {
  main: '(min-width: 46rem) 38rem, 100vw',
  card: '(min-width: 40rem) 20rem, 85vw',
};

interface Choice {
  sizes: string;
  srcSet: string;
}

/** The copies of a picture from which a browser loads the one it draws; none of one that is narrow itself. */
export function choiceOf(
  { url, width }: Picture,
  base: string,
  place: keyof typeof widths,
): Choice | null {
  const narrower = copyWidths.filter((option) => Number(option) < width);
  if (narrower.length === 0) {
    return null;
  }
  const whole = new URL(url, base);
  const copies = narrower.map((option) => {
    const copy = new URL(whole);
    copy.searchParams.set('w', option);
    return `${copy.href} ${option}w`;
  });
  return { sizes: widths[place], srcSet: [...copies, `${whole.href} ${width}w`].join(', ') };
}
