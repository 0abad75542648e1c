import { useEffect, useState } from 'react';
import { addressOf, type Answers } from './client';

/** What happens now, every two seconds; null before the first event, and stale after the stream has broken. */
export function useLive(): { now: Answers['LiveAnswer'] | null; broken: boolean } {
  const [now, setNow] = useState<Answers['LiveAnswer'] | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(addressOf('/stats/live'));
      source.onmessage = (event: MessageEvent<string>) => {
        setNow(JSON.parse(event.data) as Answers['LiveAnswer']);
        setBroken(false);
      };
      source.onerror = () => {
        setBroken(true);
        // The browser opens a stream that ended by itself, but not one that was refused.
        if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 10_000);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, []);
  return { now, broken };
}
