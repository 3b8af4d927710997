/**
 * The colours of both sites. `theme.css` repeats them for the buyers' site, whose colours have to be
 * in a style sheet; `palette.test.ts` holds the two against each other.
 */
export const palette = {
  light: {
    paper: '#f6f4ef',
    card: '#ffffff',
    sunken: '#efebe2',
    ink: '#1b1a17',
    muted: '#5f5b52',
    line: '#e3ded3',
    lineStrong: '#b9b2a3',
    brand: '#c2410c',
    brandInk: '#ffffff',
    good: '#166534',
    goodBack: '#dcf5e3',
    free: '#58b37f',
    held: '#c98a0c',
    warn: '#854d0e',
    warnBack: '#fdf0c8',
    bad: '#b42318',
    badBack: '#fde4e1',
    info: '#1d4f91',
    infoBack: '#e0ecfa',
  },
  dark: {
    paper: '#131211',
    card: '#1d1b19',
    sunken: '#282522',
    ink: '#f3efe7',
    muted: '#aea698',
    line: '#35312c',
    lineStrong: '#5d564c',
    brand: '#fb923c',
    brandInk: '#231003',
    good: '#86e0a4',
    goodBack: '#12311d',
    free: '#3d8a5c',
    held: '#d9a53a',
    warn: '#f5cf72',
    warnBack: '#362a0c',
    bad: '#ff9d92',
    badBack: '#3d1713',
    info: '#a4cbff',
    infoBack: '#14273f',
  },
} as const;

export type Palette = (typeof palette)['light' | 'dark'];

/** For `<meta name="theme-color">`: the browser's own bars in the colour of the page. */
export const themeColor = [
  { media: '(prefers-color-scheme: light)', color: palette.light.paper },
  { media: '(prefers-color-scheme: dark)', color: palette.dark.paper },
];
