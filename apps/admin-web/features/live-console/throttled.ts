type Subscribe = (listener: () => void) => () => void;

/**
 * The same news, but told at most once in `everyMs`: the first at once, the last for certain.
 * However much a sale moves, the page that shows it is drawn anew a few times a second.
 */
export function calmly(subscribe: Subscribe, everyMs: number): Subscribe {
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isWanted = false;
    const rest = () => {
      timer = null;
      if (isWanted) {
        tell();
      }
    };
    const tell = () => {
      isWanted = false;
      timer = setTimeout(rest, everyMs);
      listener();
    };
    const unsubscribe = subscribe(() => {
      if (timer) {
        isWanted = true;
      } else {
        tell();
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
