const NAME = 'signed-out';

/** Tells the other tabs of this browser that the session they share is over. */
export function tellSignedOut(): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(NAME);
  channel.close();
}

export function onSignedOut(listener: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', listener);
  return () => channel.close();
}
