import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    eventStreams: EventStreams;
  }
}

/** One open event stream. Frames are built by the caller, once for everyone who gets the same. */
export interface EventStream {
  /** False: the reader is gone, or so slow that it was dropped. */
  write(frame: string | Buffer): boolean;
  end(): void;
  readonly isOpen: boolean;
}

interface EventStreams {
  open(request: FastifyRequest, reply: FastifyReply, onClose: () => void): EventStream;
  /** Ends all streams, and tells each reader to reconnect after a different short time. */
  drain(): void;
}

/** What a reader may leave unread before it is dropped. */
const UNREAD_BYTES_MAX = 64 * 1024;
const HEARTBEAT_MS = 15_000;
const COME_BACK_FROM_MS = 500;
const COME_BACK_SPREAD_MS = 4_000;

export const eventStreamsPlugin = fastifyPlugin(
  async (app) => {
    const { metrics } = app.deps;
    const open = new Set<EventStream>();
    const heartbeat = setInterval(() => {
      for (const stream of open) {
        stream.write(':\n\n');
      }
    }, HEARTBEAT_MS);
    heartbeat.unref();
    let draining = false;

    app.decorate('eventStreams', {
      open(request, reply, onClose) {
        const { raw } = reply;
        reply.hijack();
        raw.writeHead(200, {
          ...(reply.getHeaders() as Record<string, string>),
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'private, no-store',
          connection: 'keep-alive',
          // Proxies that buffer would hold the first event back until the next one.
          'x-accel-buffering': 'no',
        });
        // The socket time-out would otherwise close a stream for having taken long.
        request.raw.socket.setTimeout(0);
        const stream: EventStream = {
          write(frame) {
            if (!raw.writable) {
              return false;
            }
            if (raw.writableLength > UNREAD_BYTES_MAX) {
              raw.destroy();
              return false;
            }
            raw.write(frame);
            return true;
          },
          end: () => void raw.end(),
          get isOpen() {
            return raw.writable;
          },
        };
        open.add(stream);
        metrics.openStreams.inc({ kind: 'team' });
        raw.once('close', () => {
          open.delete(stream);
          metrics.openStreams.dec({ kind: 'team' });
          onClose();
        });
        raw.flushHeaders();
        if (draining) {
          endWithRetry(stream);
        }
        return stream;
      },
      drain() {
        draining = true;
        for (const stream of open) {
          endWithRetry(stream);
        }
      },
    });
    app.addHook('preClose', async () => {
      app.eventStreams.drain();
      app.deps.liveHub.drain();
      clearInterval(heartbeat);
    });
  },
  { name: 'event-streams', dependencies: ['deps'] },
);

function endWithRetry(stream: EventStream): void {
  const retryMs = COME_BACK_FROM_MS + Math.round(Math.random() * COME_BACK_SPREAD_MS);
  stream.write(`retry: ${retryMs}\n\n`);
  stream.end();
}

/** One event as text; the same frame may be written to any number of streams. */
export function eventFrame(event: { name?: string; id?: string; data: unknown }): string {
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `${id}${name}data: ${JSON.stringify(event.data)}\n\n`;
}
