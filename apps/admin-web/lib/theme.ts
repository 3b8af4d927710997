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

/** Warm greys: Mantine's look blue beside the paper colour. */
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

/** Text on the brand colour is dark in the dark scheme; Mantine considers the light scheme only. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  // Mantine's reds lack contrast for text in both schemes.
  if (input.variant === 'filled' && input.color === 'red') {
    return { ...colors, ...deepRed };
  }
  const isOurs = input.color === undefined || input.color === input.theme.primaryColor;
  if (input.variant !== 'filled' || !isOurs) {
    return colors;
  }
  return { ...colors, color: inkOnPrimary };
};

/** A dialog's header must not be a banner landmark. */
const plainHead = {
  attributes: { header: { role: 'presentation' } },
  styles: { title: { fontWeight: 650 } },
};

/** Mantine's theme with the colours and type of the buyers' site. */
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
    // Locking the scroll would insert a style element.
    Modal: { defaultProps: { lockScroll: false, centered: true, ...plainHead } },
    Drawer: { defaultProps: { lockScroll: false, ...plainHead } },
    Checkbox: { defaultProps: { iconColor: inkOnPrimary } },
    Radio: { defaultProps: { iconColor: inkOnPrimary } },
    // Mantine's title colours lack contrast on the pale background, above all the yellow one.
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
