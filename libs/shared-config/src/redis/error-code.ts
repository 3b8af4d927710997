/**
 * The code of an error reply (`READONLY`, `OOM`, …). When a command inside a script is refused, Redis
 * 7 and Valkey begin the text with that code; Redis 6.2 puts it into the middle:
 * `ERR Error running script (call to f_…): @user_script:1: @user_script: 1: -READONLY …`.
 */
export function redisErrorCode(error: unknown): string | null {
  if (!(error instanceof Error)) {
    return null;
  }
  return (inScript.exec(error.message) ?? plain.exec(error.message))?.[1] ?? null;
}

const inScript = /^ERR Error running script .*?: -([A-Z]+) /;
const plain = /^([A-Z]{2,})(?: |$)/;
