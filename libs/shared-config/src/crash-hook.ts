interface CrashOptions {
  isProduction: boolean;
  die?: () => void;
}

/**
 * Lets a test kill this process at a named point, the nth time it gets there: `<point>:<nth>`.
 * In production no request can end a process.
 */
export function createCrashHook<Point extends string>(
  fault: string | undefined,
  options: CrashOptions,
): (point: Point) => void {
  const { isProduction, die = () => process.kill(process.pid, 'SIGKILL') } = options;
  const match = /^([A-Z]\d)(?::(\d+))?$/.exec(fault ?? '');
  if (isProduction || !match) {
    return () => {};
  }
  const [, target, nth = '1'] = match;
  let left = Number(nth);
  return (point) => {
    if (point !== target) {
      return;
    }
    left -= 1;
    if (left === 0) {
      die();
    }
  };
}
