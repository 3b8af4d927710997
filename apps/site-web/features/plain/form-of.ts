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
