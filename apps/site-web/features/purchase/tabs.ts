interface Message<News> {
  about: string;
  news: News;
}

/**
 * Passes news between the tabs of this browser. `about` names whose news it is, so that a tab of
 * another sale, or of another guest in the same browser, takes none of it.
 */
export function createTabs<News>(about: () => string, hear: (news: News) => void) {
  let channel: BroadcastChannel | null = null;

  function open(): void {
    if (channel || typeof BroadcastChannel === 'undefined') return;
    channel = new BroadcastChannel('flash-sale');
    channel.onmessage = ({ data }: MessageEvent<Message<News>>) => {
      if (data.about === about()) hear(data.news);
    };
  }

  function close(): void {
    channel?.close();
    channel = null;
  }

  return {
    listen(wanted: boolean): void {
      if (wanted) open();
      else close();
    },
    tell(news: News): void {
      channel?.postMessage({ about: about(), news } satisfies Message<News>);
    },
  };
}
