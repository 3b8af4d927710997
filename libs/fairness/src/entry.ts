import type { NamedValues } from './named-values.ts';

/**
 * One change of a sale, as the engine logged it. `n` is dense within a sale and goes on rising
 * through every epoch; `at` is the engine's time in milliseconds.
 */
export type LogEntry = { readonly n: number; readonly at: number } & Change;

/** `unknown`: of a type that this version does not know; kept in the chain, and passed over. */
export type Change = KnownChange | { type: 'unknown'; name: string; values: NamedValues };

type KnownChange =
  | { type: 'activate'; epoch: number; stock: number }
  /** `network`: keyed digest of where the buyer joined from. Private: never in the published bytes. */
  | { type: 'join'; seq: number; buyer: string; late: boolean; network?: string }
  | {
      type: 'grant';
      mode: 'normal' | 'fast';
      expiresAt: number;
      price: number;
      holds: readonly GrantedHold[];
    }
  | { type: 'claim'; buyer: string; fence: number; attempt: number }
  | { type: 'settle'; buyer: string; unit: number; attempt: number }
  | {
      type: 'void';
      buyer: string;
      unit: number;
      attempt: number;
      back: 'held' | 'freed';
      expiresAt: number;
    }
  | { type: 'extend'; buyer: string; fence: number; expiresAt: number }
  | { type: 'leave'; buyer: string; seq: number; unit: number | null }
  | { type: 'expire'; holds: readonly FreedHold[] }
  | { type: 'release'; buyer: string; unit: number; fence: number }
  | { type: 'remove'; buyer: string; seq: number; unit: number | null }
  | { type: 'pause'; reason: string }
  | { type: 'resume' }
  | { type: 'message'; text: string }
  | { type: 'edit'; version: number; startsAt: number; endsAt: number; lobbyOpensAt: number }
  | { type: 'end' }
  | { type: 'adjust'; id: string; by: number; stock: number }
  | { type: 'refund'; buyer: string; unit: number; fence: number }
  | { type: 'shift'; byMs: number }
  /**
   * A new epoch. Each earlier hold is answered by a `settle`, `rehold` or `requeue` that follows at once;
   * all of them are logged in one step, but a stored log may end between them.
   */
  | { type: 'adopt'; epoch: number; how: 'adopt' | 'rebuild'; mark: number; stock: number }
  | {
      type: 'rehold';
      buyer: string;
      seq: number;
      unit: number;
      fence: number;
      expiresAt: number;
      price: number;
      extensions: number;
    }
  | { type: 'requeue'; places: readonly { buyer: string; seq: number }[] };

export interface GrantedHold {
  buyer: string;
  seq: number;
  unit: number;
  fence: number;
}

export interface FreedHold {
  buyer: string;
  unit: number;
  fence: number;
}

export type ChangeType = KnownChange['type'];
