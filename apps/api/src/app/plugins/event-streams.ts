import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type EventStream, type RetryRange, retryFrame } from '../services/base/event-stream.ts';

declare module 'fastify' {
  interface FastifyInstance {
    eventStreams: EventStreams;
  }
}

interface StreamOptions {
  /** Whose stream it is, for the metrics. */
  kind: 'team' | 'buyer';
  /** What a reader may leave unread before it is dropped. */
  unreadBytesMax: number;
  /** After a lost connection, said in the first frame; without it the browser's own time. */
  retry?: RetryRange;
  /** Called once when the stream is over, also when its reader was gone before it was opened; never at once. */
  onClose: () => void;
}

interface EventStreams {
  open(request: FastifyRequest, reply: FastifyReply, options: StreamOptions): EventStream;
  /** Asks every reader to come back a little later, each at another moment, and ends all streams. */
  drain(): void;
}

const HEARTBEAT_MS = 15_000;
const COME_BACK: RetryRange = { fromMs: 500, spreadMs: 5_000 };

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies must pass each frame on as it comes.
  'cache-control': 'private, no-store, no-transform',
  connection: 'keep-alive',
  // Proxies that buffer would hold the first event back until the next one.
  'x-accel-buffering': 'no',
};

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
      open(request, reply, { kind, unreadBytesMax, retry, onClose }) {
        const { raw } = reply;
        reply.hijack();
        raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
        // An answer that never ends must not be closed for having taken long.
        request.raw.socket.setTimeout(0);
        const stream: EventStream = {
          write(frame) {
            if (!raw.writable) {
              return false;
            }
            if (raw.writableLength > unreadBytesMax) {
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
        metrics.openStreams.inc({ kind });
        const close = () => {
          open.delete(stream);
          metrics.openStreams.dec({ kind });
          onClose();
        };
        if (raw.destroyed) {
          setImmediate(close);
          return stream;
        }
        raw.once('close', close);
        raw.flushHeaders();
        if (retry) {
          stream.write(retryFrame(retry));
        }
        if (draining) {
          sendAway(stream);
        }
        return stream;
      },
      drain() {
        draining = true;
        for (const stream of open) {
          sendAway(stream);
        }
      },
    });
    app.addHook('preClose', async () => {
      app.eventStreams.drain();
      clearInterval(heartbeat);
    });
  },
  { name: 'event-streams', dependencies: ['deps'] },
);

function sendAway(stream: EventStream): void {
  stream.write(retryFrame(COME_BACK));
  stream.end();
}
