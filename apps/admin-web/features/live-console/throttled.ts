type Subscribe = (listener: () => void) => () => void;

/**
 * Limits how often a listener is called: at once for the first change, then at most once per
 * interval, and always once more after the last change.
 */
export function throttled(subscribe: Subscribe, intervalMs: number): Subscribe {
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isPending = false;
    const onInterval = () => {
      timer = null;
      if (isPending) {
        notify();
      }
    };
    const notify = () => {
      isPending = false;
      timer = setTimeout(onInterval, intervalMs);
      listener();
    };
    const unsubscribe = subscribe(() => {
      if (timer) {
        isPending = true;
      } else {
        notify();
      }
    });
    return () => {
      unsubscribe();
      if (timer) {
        clearTimeout(timer);
      }
    };
  };
}
