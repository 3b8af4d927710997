/** A window event: the reader pressed the shortcut that pauses or resumes the sale on screen. */
export const PAUSE_REQUESTED = 'pause-requested';

type ConfirmLeave = (leave: () => void) => void;

let confirmLeave: ConfirmLeave | null = null;

/** Lets a page with unsaved input ask before the user leaves it. */
export const leaveGuard = {
  set(next: ConfirmLeave): () => void {
    confirmLeave = next;
    return () => {
      if (confirmLeave === next) {
        confirmLeave = null;
      }
    };
  },
  /** Runs immediately, or after the user has confirmed. */
  leave(go: () => void): void {
    if (confirmLeave) {
      confirmLeave(go);
    } else {
      go();
    }
  },
};
