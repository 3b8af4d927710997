interface Program<Options> {
  name: string;
  usage: string;
  /** What the arguments ask for; null, or an error, when they make no sense. */
  read: (args: string[]) => Options | null;
  run: (options: Options, say: (line: string) => void) => Promise<void>;
}

/** Runs a program of an operator. Ends with 0, with 2 when it was called wrongly, and with 1 when it could not be done. */
export async function runProgram<Options>({
  name,
  usage,
  read,
  run,
}: Program<Options>): Promise<void> {
  const options = orNull(() => read(process.argv.slice(2)));
  if (options === null) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
    return;
  }
  try {
    await run(options, (line) => process.stdout.write(`[${name}] ${line}\n`));
  } catch (error) {
    process.stderr.write(`[${name}] ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function orNull<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null;
  }
}
