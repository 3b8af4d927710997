/** Runs once, before the server answers requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') {
    return;
  }
  const { appendCallerAddress } = await import('./lib/callers.server.ts');
  appendCallerAddress();
}
