export const apiUrl = () => process.env.E2E_API ?? '';

interface Answered<Value> {
  value: Value;
  /** The cookies that the answer set, as a request sends them back. */
  cookie: string;
}

type Headers = Record<string, string>;

/** The API as any client may call it. */
export async function call<Value>(
  method: string,
  path: string,
  body: unknown,
  headers: Headers = {},
): Promise<Answered<Value>> {
  const answer = await fetch(apiUrl() + path, {
    method,
    headers: body === null ? headers : { 'content-type': 'application/json', ...headers },
    body: bodyOf(body),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${text}`);
  }
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { value: JSON.parse(text) as Value, cookie: cookies.join('; ') };
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === null) {
    return undefined;
  }
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

export const post = <Value>(path: string, body: unknown, headers?: Headers) =>
  call<Value>('POST', path, body, headers);

export const get = async <Value>(path: string, headers?: Headers) =>
  (await call<Value>('GET', path, null, headers)).value;
