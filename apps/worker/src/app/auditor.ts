import type { Tools } from './tools.ts';

export function createAuditor(_tools: Tools): (saleId: string) => Promise<void> {
  return async () => {};
}
