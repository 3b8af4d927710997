/** Far more than the longest form of ours, and too little to fill anybody's memory. */
const BYTES_MAX = 16 * 1024;

/** The fields that were sent; null when it was no form, or far more than one: the rest is not read. */
export async function formOf(request: Request): Promise<FormData | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.length;
    if (size > BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    parts.push(read.value);
  }
  const type = request.headers.get('content-type') ?? '';
  const whole = new Response(Buffer.concat(parts), { headers: { 'content-type': type } });
  return whole.formData().catch(() => null);
}

/** Whether a form was sent from this site: a cookie alone proves who one is, not what one wants. */
export function isOwnForm(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) {
    return site === 'same-origin';
  }
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) {
    return false;
  }
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return new URL(origin).host === host;
}

/**
 * How many pages may be rendered: the plain page costs a render for each request, and must not take
 * the machine from the static one. Filled by time, up to a burst.
 */
export function createAllowance(perSecond: number, burst: number) {
  let left = burst;
  let at: number | null = null;
  return {
    take(now: number): boolean {
      left = Math.min(burst, left + ((now - (at ?? now)) / 1_000) * perSecond);
      at = now;
      if (left < 1) {
        return false;
      }
      left -= 1;
      return true;
    },
  };
}
