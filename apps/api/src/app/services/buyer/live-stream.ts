import type { PurchaseState } from '@flash/shared-types';

/** The part of a socket that a stream needs. */
export interface Sink {
  write(frame: string): unknown;
  end(): unknown;
  destroy(): unknown;
  readonly writableLength: number;
  readonly destroyed: boolean;
}

export interface Stream {
  /** Sends the state; drops whoever reads so slowly that frames pile up. */
  tell(state: PurchaseState): void;
  /** Keeps proxies and sockets from calling it idle. */
  beat(): void;
  /** Asks the client to come back after a while, and ends. */
  sendAway(retryMs: number): void;
  end(): void;
}

/** A few frames of the longest kind; a reader that is behind by more is not reading. */
const PILED_BYTES_MAX = 32 * 1024;

export function createStream(sink: Sink): Stream {
  const write = (frame: string) => {
    if (sink.destroyed) {
      return;
    }
    if (sink.writableLength > PILED_BYTES_MAX) {
      sink.destroy();
    } else {
      sink.write(frame);
    }
  };
  return {
    tell: (state) => write(frameOf(state)),
    beat: () => write(':\n\n'),
    sendAway(retryMs) {
      write(`retry: ${Math.round(retryMs)}\n\n`);
      sink.end();
    },
    end: () => sink.end(),
  };
}

/** JSON holds no line break, so one `data` line carries it whole. */
function frameOf(state: PurchaseState): string {
  return `id: ${state.epoch}-${state.n}\nevent: state\ndata: ${JSON.stringify(state)}\n\n`;
}
