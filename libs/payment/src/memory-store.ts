import type { PaymentKey } from './port.ts';
import type { PaymentRecord, SandboxStore } from './store.ts';

/** For one process: tests and experiments without a database. */
export function createMemoryStore(): SandboxStore {
  const records = new Map<string, PaymentRecord>();
  const nameOf = ({ saleId, attempt }: PaymentKey) => `${saleId}:${attempt}`;

  return {
    async putIfAbsent(record) {
      const name = nameOf(record);
      const there = records.get(name) ?? record;
      records.set(name, there);
      return there;
    },
    async move(key, from, to) {
      const there = records.get(nameOf(key));
      if (!there || !from.includes(there.state)) {
        return there ?? null;
      }
      const moved = { ...there, state: to };
      records.set(nameOf(key), moved);
      return moved;
    },
    async authorised(saleId) {
      return [...records.values()].filter(
        (record) => record.saleId === saleId && record.state === 'authorised',
      );
    },
  };
}
