/** Far more than the longest form of this site. */
const FORM_BYTES_MAX = 16 * 1024;

/** The fields of a form; null if the body is no form or too large, in which case the rest is not read. */
export async function readForm(request: Request): Promise<FormData | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.length;
    if (size > FORM_BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    parts.push(read.value);
  }
  const type = request.headers.get('content-type') ?? '';
  const whole = new Response(Buffer.concat(parts), { headers: { 'content-type': type } });
  return whole.formData().catch(() => null);
}

/** Whether a form was sent from this site: browsers attach cookies to forms of other sites, too. */
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
 * Limits how many plain pages are rendered: each request costs a render, and must not slow down the
 * static pages. `burst` tokens at most, refilled by `perSecond`.
 */
export function createTokenBucket(perSecond: number, burst: number) {
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

/** Answers that are good for a short time, by key: one call for all who ask meanwhile, however many they are. */
interface SharedAnswers<Value> {
  get(key: string): Promise<Value>;
}

interface Options {
  maxAgeMs: number;
  /** So many keys are kept; they come from addresses, which anyone can make up. */
  countMax: number;
  now: () => number;
}

export function createSharedAnswers<Value>(
  load: (key: string) => Promise<Value>,
  { maxAgeMs, countMax, now }: Options,
): SharedAnswers<Value> {
  const known = new Map<string, { value: Promise<Value>; until: number }>();

  return {
    get(key) {
      const kept = known.get(key);
      if (kept && now() < kept.until) {
        return kept.value;
      }
      known.delete(key);
      if (known.size >= countMax) {
        const [oldest = ''] = known.keys();
        known.delete(oldest);
      }
      // Until it has arrived it is shared; its age counts from the question.
      const until = now() + maxAgeMs;
      const entry = { value: load(key), until: Number.POSITIVE_INFINITY };
      known.set(key, entry);
      const settle = () => {
        entry.until = until;
      };
      entry.value.then(settle, settle);
      return entry.value;
    },
  };
}

/**
 * Which ids of an address are asked for: those that are known to name something always, others at a bounded rate,
 * so that made-up ones neither reach the API without limit nor keep real ones from it.
 */
export function createAdmission(countMax: number, others: { take(now: number): boolean }) {
  const known = new Set<string>();
  return {
    admits: (id: string, now: number) => known.has(id) || others.take(now),
    remember(id: string): void {
      if (known.size >= countMax && !known.has(id)) {
        const [oldest = ''] = known;
        known.delete(oldest);
      }
      known.add(id);
    },
  };
}
