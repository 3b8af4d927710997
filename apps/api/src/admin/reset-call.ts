/** The address that `reset <e-mail>` names; null when it was called in any other way. */
export function resetCall([command, email, ...more]: readonly string[]): string | null {
  if (command !== 'reset' || email === undefined || more.length > 0) return null;
  return email.includes('@') ? email : null;
}
