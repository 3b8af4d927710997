import { createServerClock } from '@flash/client';

/** One clock per tab: a measurement made by one page serves the next one. */
export const siteClock = createServerClock();
