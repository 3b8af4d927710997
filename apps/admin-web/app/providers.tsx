'use client';

import { type Palette, palette } from '@flash/web';
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  MantineProvider,
  type VariantColorsResolver,
} from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

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
const theme = createTheme({
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
    // By itself it is 22 pixels wide, less than a finger is to be offered.
    InputClearButton: { defaultProps: { size: 24 } },
    Checkbox: { defaultProps: { iconColor: inkOnPrimary } },
    Radio: { defaultProps: { iconColor: inkOnPrimary } },
    // Mantine's title colours lack contrast on the pale background, above all the yellow one.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Table: { defaultProps: { verticalSpacing: 'sm', highlightOnHover: true } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
});

/** The palette of both sites under the names of Mantine and of this site's style sheets. */
const variablesOf = (colours: Palette) => ({
  '--mantine-color-body': colours.paper,
  '--mantine-color-text': colours.ink,
  '--mantine-color-dimmed': colours.muted,
  '--mantine-color-error': colours.bad,
  '--card': colours.card,
  '--sunken': colours.sunken,
  '--line': colours.line,
  '--line-strong': colours.lineStrong,
  '--muted': colours.muted,
  '--sold': colours.good,
  '--claimed': colours.info,
  '--free': colours.free,
  '--waiting': colours.brand,
  '--good-back': colours.goodBack,
  '--warn': colours.warn,
  '--warn-back': colours.warnBack,
  '--info-back': colours.infoBack,
});

const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...variablesOf(palette.light),
    '--mantine-color-placeholder': '#6f6a60',
    '--mantine-color-default-border': '#d6cfc0',
    // Darker than in the shop: here thin lines and text have this colour too.
    '--held': '#b7791f',
  },
  dark: {
    ...variablesOf(palette.dark),
    '--mantine-color-placeholder': '#8f887b',
    '--mantine-color-default': palette.dark.card,
    '--mantine-color-default-hover': palette.dark.sunken,
    '--mantine-color-default-border': '#46413a',
    '--held': palette.dark.warn,
  },
});

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(() => new QueryClient());
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        {/* A wrapper, so that pages stay before notifications and dialogs in the DOM. */}
        <div>{children}</div>
        {/* Over the middle of the header, where it covers no controls. */}
        <Notifications position="top-center" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
