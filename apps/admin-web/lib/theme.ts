import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const brand: MantineColorsTuple = [
  '#fff3ea',
  '#ffe4d3',
  '#fdc7a5',
  '#fcaa75',
  '#fb923c',
  '#f2762a',
  '#dc5b15',
  '#c2410c',
  '#a0350a',
  '#7d2a09',
];

/** Paper and ash: the kit's own greys are blue beside our paper. */
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f3f0e9',
  '#eae6dd',
  '#e0dbd0',
  '#d1cbbe',
  '#b2ab9d',
  '#8b8476',
  '#514c43',
  '#3a3630',
  '#26231f',
];
const dark: MantineColorsTuple = [
  '#cdc8be',
  '#bbb5aa',
  '#857f73',
  '#6b665c',
  '#46413a',
  '#3d3933',
  '#302d28',
  '#282522',
  '#1f1d1a',
  '#131211',
];

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

const inkOnPrimary = 'var(--mantine-primary-color-contrast)';

const deepRed = { background: 'var(--mantine-color-red-9)', hover: '#a61e1e', color: '#fff' };

/** On our own colour the text is dark in the dark scheme: the kit looks at the light one only. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  // The kit's reds are too light for white words in one scheme, and for any words in the other.
  if (input.variant === 'filled' && input.color === 'red') {
    return { ...colors, ...deepRed };
  }
  const isOurs = input.color === undefined || input.color === input.theme.primaryColor;
  if (input.variant !== 'filled' || !isOurs) {
    return colors;
  }
  return { ...colors, color: inkOnPrimary };
};

/** A dialog's head is not the head of the page. */
const plainHead = {
  attributes: { header: { role: 'presentation' } },
  styles: { title: { fontWeight: 650 } },
};

/** The colours and type of the customers' site, for a kit that has tables, menus and dialogs. */
export const theme = createTheme({
  colors: { brand, gray, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  variantColorResolver,
  luminanceThreshold: 0.32,
  fontFamily: system,
  headings: { fontFamily: system, fontWeight: '650', textWrap: 'balance' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The kit would write a style element to lock the page behind a dialog.
    Modal: { defaultProps: { lockScroll: false, centered: true, ...plainHead } },
    Drawer: { defaultProps: { lockScroll: false, ...plainHead } },
    Checkbox: { defaultProps: { iconColor: inkOnPrimary } },
    Radio: { defaultProps: { iconColor: inkOnPrimary } },
    // On its pale ground the kit's own colour of a title is too weak, most of all the yellow one.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Table: { defaultProps: { verticalSpacing: 'sm', highlightOnHover: true } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
});

/** Paper, ink and the three states of a unit: warm, as on the customers' site. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f4ef',
    '--mantine-color-text': '#1b1a17',
    '--mantine-color-dimmed': '#5f5b52',
    '--mantine-color-placeholder': '#6f6a60',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#d6cfc0',
    '--card': '#ffffff',
    '--sunken': '#efebe2',
    '--line': '#e3ded3',
    '--muted': '#5f5b52',
    '--sold': '#166534',
    '--claimed': '#1d4f91',
    '--held': '#b7791f',
    '--free': '#58b37f',
    '--waiting': '#c2410c',
  },
  dark: {
    '--mantine-color-body': '#131211',
    '--mantine-color-text': '#f3efe7',
    '--mantine-color-dimmed': '#aea698',
    '--mantine-color-placeholder': '#8f887b',
    '--mantine-color-error': '#ff9d92',
    '--mantine-color-default': '#1d1b19',
    '--mantine-color-default-hover': '#282522',
    '--mantine-color-default-border': '#46413a',
    '--card': '#1d1b19',
    '--sunken': '#282522',
    '--line': '#35312c',
    '--muted': '#aea698',
    '--sold': '#86e0a4',
    '--claimed': '#a4cbff',
    '--held': '#f5cf72',
    '--free': '#3d8a5c',
    '--waiting': '#fb923c',
  },
});
