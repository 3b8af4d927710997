import type { Actions } from './controller.ts';

const nothing = async () => {};

/** For a page that is only looked at: one that is opening, or an example. */
export const noActions: Actions = {
  poke: () => {},
  recognise: nothing,
  join: nothing,
  confirm: nothing,
  extend: nothing,
  leave: nothing,
};
