import { createServerClock } from '@flash/web';

/** One for the whole tab: what one page has learnt of the server's time serves the next one. */
export const siteClock = createServerClock();
