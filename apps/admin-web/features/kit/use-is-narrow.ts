import { useMediaQuery } from '@mantine/hooks';

/** A phone: lists become cards. Read at once, so that no table flashes up first. */
export const useIsNarrow = (): boolean =>
  useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false }) ?? false;
