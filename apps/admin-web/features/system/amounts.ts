const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytesOf(bytes: number): string {
  const step = bytes < 1_024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** step;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${UNITS[step]}`;
}

export function latencyOf(ms: number | null): string {
  if (ms === null) return 'no answer';
  return ms < 1 ? 'less than 1 ms' : `${Math.round(ms).toLocaleString()} ms`;
}
