import { request } from 'node:http';
import type { Bench } from './bench.ts';

export interface Consoles {
  /** How old each counts event was when it arrived, in ms. */
  ages(): number[];
  close(): void;
}

/** Opens the live feed of one sale so many times, and reads it as a console does. */
export async function openConsoles(bench: Bench, saleId: string, count: number): Promise<Consoles> {
  const ages: number[] = [];
  const open = await Promise.all(
    Array.from({ length: count }, (_, place) => openOne(bench, saleId, place, ages)),
  );
  return {
    ages: () => ages,
    close() {
      for (const close of open) {
        close();
      }
    },
  };
}

function openOne(bench: Bench, saleId: string, place: number, ages: number[]): Promise<() => void> {
  const path = `/orders/admin/queue/${saleId}/stream`;
  const headers = bench.teams[Math.floor(place / PER_MEMBER) % bench.teams.length];
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, bench.api), { headers }, (answer) => {
      if (answer.statusCode !== 200) {
        return reject(new Error(`console: ${answer.statusCode}`));
      }
      answer.on('data', (chunk: Buffer) => {
        const at = /"countedAt":"([^"]+)"/.exec(chunk.toString())?.[1];
        if (at) {
          ages.push(Date.now() - Date.parse(at));
        }
      });
      resolve(() => asked.destroy());
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Streams that one account may have open at once. */
const PER_MEMBER = 10;
