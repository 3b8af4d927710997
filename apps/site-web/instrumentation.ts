/** Runs once, before the server answers anyone. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') {
    return;
  }
  const { noteCallers } = await import('./lib/callers.server.ts');
  noteCallers();
}
