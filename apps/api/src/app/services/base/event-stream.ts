/** One open event stream. Frames are built by the caller, once for all readers that get the same. */
export interface EventStream {
  /** False: the reader is gone, or so slow that it was dropped. */
  write(frame: string): boolean;
  end(): void;
  readonly isOpen: boolean;
}

/** A frame that any number of streams can be given. JSON has no line break, so one `data` line carries it. */
export function eventFrame(event: { name?: string; id?: string; data: unknown }): string {
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `${id}${name}data: ${JSON.stringify(event.data)}\n\n`;
}

/** Tells the reader after which time to connect again, somewhere in this range. */
export function retryFrame({ fromMs, spreadMs }: RetryRange): string {
  return `retry: ${Math.round(fromMs + Math.random() * spreadMs)}\n\n`;
}

/** Readers that were disconnected together must not come back together. */
export interface RetryRange {
  fromMs: number;
  spreadMs: number;
}
