// The dashboards' one source: `npm run docs` writes them as JSON for Grafana (infra/grafana/dashboards).
//
// Every API process exports every live sale, and the worker that has a sale exports it as well. Numbers of a
// sale are therefore never added up over processes: rules.yml records the largest of them (`sale:…:max`). What
// a process counted itself (`…_total`, `…_count`) is added up over all of them.
import type { Curve, Dashboard, Panel } from './grafana.ts';

const sale = 'sale=~"$sale"';

const quantile = (q: number, metric: string, by = '') =>
  `histogram_quantile(${q}, sum by (le${by}) (rate(${metric}_bucket[1m])))`;

/** The middle and the slow end of a histogram. */
const waits = (metric: string): Curve[] => [
  { expr: quantile(0.5, metric), legend: 'half are faster' },
  { expr: quantile(0.95, metric), legend: '95 %' },
  { expr: quantile(0.99, metric), legend: '99 %' },
];

const rates = (expr: string, ...by: string[]): Curve[] => [
  {
    expr: `sum by (${by.join(', ')}) (rate(${expr}[1m]))`,
    legend: by.map((label) => `{{${label}}}`).join(' '),
  },
];

const stat = (title: string, expr: string, more: Partial<Panel> = {}): Panel => ({
  ...{ title, kind: 'stat', width: 4, curves: [{ expr }] },
  ...more,
});

const unitsIn = (state: string) => `sum(sale:flash_sale_units:max{${sale}, state="${state}"})`;

const saleBoard: Dashboard = {
  uid: 'flash-sale',
  title: 'Sale',
  about: 'One sale, or all live ones together: stock, line, holds, and whether the numbers add up.',
  chooseSale: true,
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Sold', unitsIn('sold')),
        stat('Held', `${unitsIn('held')} + ${unitsIn('claimed')}`),
        stat('Free', unitsIn('free')),
        stat('Waiting', unitsIn('waiting')),
        stat('Head of the line', `max(sale:flash_line_head_wait_seconds:max{${sale}})`, {
          ...{ unit: 's', redFrom: 60 },
          help: 'How long the same buyer has been first. With free units: alert GrantingStuck.',
        }),
        stat('Broken invariants', `max(sale:flash_invariant_delta:max{${sale}})`, {
          ...{ redFrom: 1 },
          help: 'Anything but 0 is a fault: alert InvariantBroken.',
        }),
      ],
    },
    {
      title: 'Stock and line',
      panels: [
        {
          title: 'Where the units are',
          stacked: true,
          width: 12,
          help: 'Free, held, claimed and sold add up to the stock.',
          curves: [
            {
              expr: `sum by (state) (sale:flash_sale_units:max{${sale}, state=~"free|held|claimed|sold"})`,
              legend: '{{state}}',
            },
            { expr: unitsIn('stock'), legend: 'stock' },
          ],
        },
        {
          title: 'Buyers in line',
          width: 12,
          curves: [
            { expr: `sale:flash_sale_units:max{${sale}, state="waiting"}`, legend: '{{sale}}' },
          ],
        },
        {
          title: 'Holds',
          unit: 'ops',
          help: 'All sales together. Holds that run out unpaid come back to the line.',
          curves: [
            { expr: 'flash:holds_granted:rate1m', legend: 'granted' },
            { expr: 'flash:holds_expired:rate1m', legend: 'run out' },
            {
              expr: 'sum(rate(flash_confirm_duration_seconds_count{outcome="ok"}[1m]))',
              legend: 'paid',
            },
          ],
        },
        {
          title: 'From the press to the order',
          kind: 'heatmap',
          help: 'Time of a confirm, all outcomes.',
          curves: [
            {
              expr: 'sum by (le) (increase(flash_confirm_duration_seconds_bucket[1m]))',
              legend: '{{le}}',
            },
          ],
        },
        {
          title: 'What confirms were answered',
          unit: 'ops',
          curves: rates('flash_confirm_duration_seconds_count', 'outcome'),
        },
      ],
    },
    {
      title: 'Safety',
      panels: [
        {
          title: 'Log entries that MongoDB does not hold yet',
          help: 'From 5 s of delay on joins are refused: alert LogNotStored.',
          curves: [{ expr: `sale:flash_sale_unstored_entries:max{${sale}}`, legend: '{{sale}}' }],
        },
        {
          title: 'Epoch',
          help: 'Rises with every restore of the state in Redis.',
          curves: [{ expr: `max by (sale) (flash_sale_epoch{${sale}})`, legend: '{{sale}}' }],
        },
        {
          title: 'Broken invariants',
          curves: [{ expr: `sale:flash_invariant_delta:max{${sale}}`, legend: '{{sale}}' }],
        },
      ],
    },
  ],
};

const apiBoard: Dashboard = {
  uid: 'flash-api',
  title: 'API',
  about:
    'Requests, their answers and their time; streams; what limits and full processes turned away.',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by route',
          unit: 'reqps',
          curves: [
            {
              expr: 'sum by (route) (route_status:flash_http_requests:rate1m)',
              legend: '{{route}}',
            },
          ],
        },
        {
          title: 'Answers by status',
          unit: 'reqps',
          curves: [
            {
              expr: 'sum by (status) (route_status:flash_http_requests:rate1m)',
              legend: '{{status}}',
            },
          ],
        },
        {
          title: 'Faults and refusals for lack of room',
          unit: 'percentunit',
          curves: [
            { expr: 'flash:http_faults:ratio_rate2m', legend: 'faults (alert ServerErrors)' },
            { expr: 'flash:http_shed:ratio_rate2m', legend: 'turned away (alert LoadIsShed)' },
          ],
        },
        {
          title: 'Time to answer',
          unit: 's',
          curves: waits('flash_http_request_duration_seconds'),
        },
        {
          title: 'Slow end by route',
          unit: 's',
          curves: [
            {
              expr: quantile(0.95, 'flash_http_request_duration_seconds', ', route'),
              legend: '{{route}}',
            },
          ],
        },
        {
          title: 'Confirm, 95 %',
          unit: 's',
          redFrom: 1,
          curves: [{ expr: 'flash:confirm_seconds:p95_rate2m' }],
        },
      ],
    },
    {
      title: 'Buyers',
      panels: [
        {
          title: 'Open streams',
          stacked: true,
          curves: [{ expr: 'sum by (kind) (flash_open_streams)', legend: '{{kind}}' }],
        },
        {
          title: 'Refused by a limit',
          unit: 'reqps',
          help: 'Many at once from few addresses: runbook about bots.',
          curves: rates('flash_limited_requests_total', 'limit'),
        },
        {
          title: 'Messages of the payment provider',
          help: 'Bad signatures: the secret differs from the one at the provider, or they are from another sender.',
          unit: 'ops',
          curves: rates('flash_provider_events_total', 'result'),
        },
        {
          title: 'From the payment to the order',
          unit: 's',
          help: 'From an authorised payment until its order is written. When even the quickest take more than 0.1 s, new joins are refused for as long.',
          redFrom: 0.1,
          curves: waits('flash_order_write_duration_seconds'),
        },
        {
          title: 'Joins refused while orders are late',
          unit: 'reqps',
          help: 'Buyers without a place; their pages try again by themselves. Runbook about a slow API.',
          curves: [{ expr: 'sum(rate(flash_joins_refused_while_late_total[1m]))' }],
        },
        {
          title: 'Orders in one transaction',
          curves: waits('flash_commit_group_orders'),
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'Processes by version',
          help: 'More than one line: an upgrade is under way, or stopped half way.',
          curves: [
            {
              expr: 'count by (job, version, commit) (flash_build_info)',
              legend: '{{job}} {{version}} {{commit}}',
            },
          ],
        },
        {
          title: 'Processor',
          unit: 'percentunit',
          help: '1 is a whole core, which is all that one process can use.',
          curves: [
            { expr: 'rate(process_cpu_seconds_total{job="api"}[1m])', legend: '{{instance}}' },
          ],
        },
        {
          title: 'Delay of the event loop, 99 %',
          unit: 's',
          redFrom: 0.2,
          curves: [{ expr: 'nodejs_eventloop_lag_p99_seconds{job="api"}', legend: '{{instance}}' }],
        },
        {
          title: 'Memory',
          unit: 'bytes',
          curves: [{ expr: 'process_resident_memory_bytes{job="api"}', legend: '{{instance}}' }],
        },
      ],
    },
  ],
};

const workerBoard: Dashboard = {
  uid: 'flash-worker',
  title: 'Worker and queue',
  about: 'Serving the line, expiry, the stored log, and what a worker had to put right.',
  rows: [
    {
      title: 'The line',
      panels: [
        {
          title: 'Holds granted, by mode',
          unit: 'ops',
          curves: rates('flash_holds_granted_total', 'mode'),
        },
        { title: 'One drain of a line', unit: 'ms', curves: waits('flash_drain_milliseconds') },
        {
          title: 'Buyers in the lines of each worker',
          stacked: true,
          help: 'Sales are shared out: each is the work of one worker, and the sum is everyone in line.',
          curves: [
            { expr: 'sum by (instance) (flash_sale_waiting_buyers)', legend: '{{instance}}' },
          ],
        },
        {
          title: 'One inspection of a sale',
          unit: 'ms',
          curves: waits('flash_tend_look_milliseconds'),
        },
        {
          title: 'Holds that ran out, and claims decided from the record',
          unit: 'ops',
          curves: [
            { expr: 'flash:holds_expired:rate1m', legend: 'ran out' },
            ...rates('flash_claims_resolved_total', 'outcome'),
          ],
        },
        {
          title: 'Payments finished afterwards',
          unit: 'ops',
          curves: rates('flash_payments_finished_total', 'outcome'),
        },
      ],
    },
    {
      title: 'Queue and log',
      panels: [
        {
          title: 'Wake-up jobs by state',
          help: 'A sale is served without them, only later: they are no measure of the line.',
          curves: [{ expr: 'max by (state) (flash_queue_jobs)', legend: '{{state}}' }],
        },
        { title: 'Jobs done', unit: 'ops', curves: rates('flash_jobs_total', 'name', 'result') },
        {
          title: 'Log stored',
          unit: 'ops',
          curves: [
            { expr: 'sum(rate(flash_log_entries_stored_total[1m]))', legend: 'entries' },
            { expr: 'sum(rate(flash_blocks_stored_total[1m]))', legend: 'blocks' },
          ],
        },
        {
          title: 'Log handed to its consumers',
          unit: 'ops',
          help: 'Entries by consumer, and how often one failed and was tried again.',
          curves: [
            {
              expr: 'sum by (consumer) (rate(flash_log_entries_followed_total[1m]))',
              legend: '{{consumer}}',
            },
            {
              expr: 'sum by (consumer) (rate(flash_log_follow_failures_total[1m]))',
              legend: '{{consumer}} failed',
            },
          ],
        },
      ],
    },
    {
      title: 'Mail',
      panels: [
        {
          title: 'Tries by result',
          unit: 'ops',
          curves: rates('flash_mails_total', 'kind', 'result'),
        },
        {
          title: 'Until the server took it',
          unit: 's',
          help: 'Reminders of the end of a hold count from when the hold began.',
          curves: waits('flash_mail_delay_seconds'),
        },
        {
          title: 'Due and not sent, and given up',
          curves: [
            { expr: 'max(flash_mails_due)', legend: 'due' },
            { expr: 'max(flash_mails_failed)', legend: 'given up' },
          ],
        },
      ],
    },
    {
      title: 'Webhooks',
      panels: [
        {
          title: 'Deliveries by result',
          unit: 'ops',
          curves: rates('flash_webhook_deliveries_total', 'result'),
        },
        {
          title: 'From what happened to its delivery',
          unit: 's',
          redFrom: 2,
          curves: waits('flash_webhook_delivery_seconds'),
        },
        {
          title: 'About to be sent',
          help: 'In memory; more waits in the outbox.',
          curves: [{ expr: 'sum(flash_webhook_queue)', legend: 'deliveries' }],
        },
      ],
    },
    {
      title: 'Trouble',
      panels: [
        {
          title: 'Alerts by kind, in 5 minutes',
          curves: [
            { expr: 'sum by (kind) (increase(flash_alerts_total[5m]))', legend: '{{kind}}' },
          ],
        },
        {
          title: 'Messages to ALERT_WEBHOOK_URL, in 5 minutes',
          curves: [
            {
              expr: 'sum by (result) (increase(flash_alert_messages_total[5m]))',
              legend: '{{result}}',
            },
          ],
        },
        {
          title: 'Failures that other work makes up for',
          unit: 'ops',
          curves: rates('flash_best_effort_failures_total', 'job', 'name'),
        },
        {
          title: 'Restores, in 5 minutes',
          curves: [
            { expr: 'sum by (how) (increase(flash_restores_total[5m]))', legend: '{{how}}' },
          ],
        },
        {
          title: 'Processor of each worker',
          unit: 'percentunit',
          curves: [
            { expr: 'rate(process_cpu_seconds_total{job="worker"}[1m])', legend: '{{instance}}' },
          ],
        },
        {
          title: 'Delay of the event loop, 99 %',
          unit: 's',
          redFrom: 0.2,
          curves: [
            { expr: 'nodejs_eventloop_lag_p99_seconds{job="worker"}', legend: '{{instance}}' },
          ],
        },
      ],
    },
  ],
};

const enginesBoard: Dashboard = {
  uid: 'flash-engines',
  title: 'Engines',
  about: 'Redis and MongoDB as the processes reach them, and the atomic steps in Redis.',
  rows: [
    {
      title: 'Reached',
      panels: [
        stat('Redis', 'min(flash_store_up{store="redis"})', { help: '1: every API reaches it.' }),
        stat('MongoDB', 'min(flash_store_up{store="mongodb"})', {
          help: '1: every API reaches it.',
        }),
        stat('MongoDB away, by a worker', 'max(flash_database_away)', { redFrom: 1 }),
        stat('Memory of Redis', 'flash:redis_memory:ratio', {
          ...{ unit: 'percentunit', redFrom: 0.8 },
          help: 'Of the fullest master; empty where Redis has no limit.',
        }),
        stat('Live sales', 'max(flash_live_sales)'),
        stat('Processes that answer', 'sum(up)'),
      ],
    },
    {
      title: 'Time',
      panels: [
        {
          title: 'Ping',
          unit: 's',
          curves: [{ expr: 'max by (store) (flash_store_ping_seconds)', legend: '{{store}}' }],
        },
        {
          title: 'Atomic steps in Redis, 99 %',
          unit: 's',
          curves: [{ expr: 'script:flash_engine_seconds:p99_rate1m', legend: '{{script}}' }],
        },
        {
          title: 'Orders by a transaction',
          unit: 'ops',
          curves: [
            { expr: 'sum(rate(flash_commit_group_orders_sum[1m]))', legend: 'orders' },
            { expr: 'sum(rate(flash_commit_group_orders_count[1m]))', legend: 'transactions' },
          ],
        },
        {
          title: 'Atomic steps by outcome',
          unit: 'ops',
          width: 16,
          curves: rates('flash_engine_outcomes_total', 'script', 'outcome'),
        },
        {
          title: 'Memory of Redis',
          unit: 'bytes',
          curves: [
            { expr: 'max by (node, kind) (flash_redis_memory_bytes)', legend: '{{kind}} {{node}}' },
          ],
        },
      ],
    },
  ],
};

const loadBoard: Dashboard = {
  uid: 'flash-load',
  title: 'Load test',
  about:
    'What `npm run k6:flash` does to the system: how much is asked, how much is done, and what gives way first.',
  rows: [
    {
      title: 'Asked and done',
      panels: [
        {
          title: 'From the press to the order',
          unit: 'ops',
          width: 12,
          curves: [
            {
              expr: 'sum(rate(flash_engine_outcomes_total{script="join"}[1m]))',
              legend: 'joins asked',
            },
            { expr: 'flash:holds_granted:rate1m', legend: 'holds granted' },
            {
              expr: 'sum(rate(flash_confirm_duration_seconds_count[1m]))',
              legend: 'confirms asked',
            },
            { expr: 'sum(rate(flash_commit_group_orders_sum[1m]))', legend: 'orders' },
          ],
        },
        {
          title: 'Sold and left',
          width: 12,
          curves: [
            {
              expr: 'sum by (state) (sale:flash_sale_units:max{state=~"sold|free|waiting"})',
              legend: '{{state}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Time under load',
      panels: [
        {
          title: 'Confirm',
          unit: 's',
          curves: waits('flash_confirm_duration_seconds'),
        },
        {
          title: 'All requests',
          unit: 's',
          curves: waits('flash_http_request_duration_seconds'),
        },
        {
          title: 'Atomic steps in Redis',
          unit: 's',
          curves: waits('flash_engine_call_duration_seconds'),
        },
      ],
    },
    {
      title: 'What gives way',
      panels: [
        {
          title: 'Turned away',
          unit: 'reqps',
          curves: [
            {
              expr: 'sum by (status) (route_status:flash_http_requests:rate1m{status=~"429|503"})',
              legend: '{{status}}',
            },
          ],
        },
        {
          title: 'Processor of each process',
          unit: 'percentunit',
          curves: [{ expr: 'rate(process_cpu_seconds_total[1m])', legend: '{{job}} {{instance}}' }],
        },
        {
          title: 'Delay of the event loop, 99 %',
          unit: 's',
          redFrom: 0.2,
          curves: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: '{{job}} {{instance}}' }],
        },
      ],
    },
  ],
};

/** By the name of its file in infra/grafana/dashboards. */
export const dashboards: Record<string, Dashboard> = {
  sale: saleBoard,
  api: apiBoard,
  worker: workerBoard,
  engines: enginesBoard,
  load: loadBoard,
};
