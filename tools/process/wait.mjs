/** Waits until `condition` answers something truthy; a condition that throws counts as "not yet". */
export async function waitFor(condition, { timeoutMs, everyMs = 25, what }) {
  const deadline = performance.now() + timeoutMs;
  let lastError;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) {
        return answer;
      }
    } catch (error) {
      if (error.fatal) {
        throw error;
      }
      lastError = error;
    }
    if (performance.now() > deadline) {
      const reason = lastError ? `: ${lastError.message}` : '';
      throw new Error(`${what} was not there after ${timeoutMs / 1000} s${reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** An error that no amount of waiting heals. */
export const fatal = (message) => Object.assign(new Error(message), { fatal: true });
