import type { Database } from '../database.ts';

/** Makes the server fail commands of one application only, so that tests do not meet. */
export async function failCommands(
  database: Database,
  appName: string,
  fault: { commands: string[]; mode: object | 'alwaysOn' | 'off'; data?: object },
): Promise<() => Promise<void>> {
  const set = (mode: object | string) =>
    database.client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode,
      ...(mode === 'off' ? {} : { data: { failCommands: fault.commands, appName, ...fault.data } }),
    });
  await set(fault.mode);
  return async () => {
    await set('off');
  };
}
