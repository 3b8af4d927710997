type Ask = (go: () => void) => void;

let ask: Ask | null = null;

/** A page with unsaved input asks before anybody is led away from it. */
export const leaveGuard = {
  set(next: Ask): () => void {
    ask = next;
    return () => {
      if (ask === next) {
        ask = null;
      }
    };
  },
  /** Goes at once, or after the page's question was answered with leave. */
  leave(go: () => void): void {
    if (ask) {
      ask(go);
    } else {
      go();
    }
  },
};
