/** The address that `reset <e-mail>` names; null when it was called in any other way. */
export function resetCall([command, email, ...more]: readonly string[]): string | null {
  const isCall = command === 'reset' && email?.includes('@') && more.length === 0;
  return isCall ? email : null;
}
