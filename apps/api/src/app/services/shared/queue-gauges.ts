import type { WakeQueue } from '@flash/reservation';
import { Gauge, type Registry } from 'prom-client';

/** Jobs by state, asked when somebody scrapes. */
export function addQueueGauges(registry: Registry, queue: WakeQueue['queue']): void {
  new Gauge({
    name: 'flash_queue_jobs',
    help: 'Wake-up jobs, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counts = await queue
        .getJobCounts('waiting', 'active', 'delayed', 'failed')
        .catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
}
