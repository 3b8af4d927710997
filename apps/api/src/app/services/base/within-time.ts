/** What `work` gives, or null when it takes longer than `ms`; the work itself goes on. */
export async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), null);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
