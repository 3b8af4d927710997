/** Changes that no test can find because nothing behaves differently, each with its proof. */
export interface Equivalent {
  file: string;
  /** The whole line of the code in which the change is, without its indent. */
  line: string;
  from: string;
  to: string;
  why: string;
}

export const equivalents: readonly Equivalent[] = [];
