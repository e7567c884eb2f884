// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { isOwnEcho } from './own-changes.ts';

/** One thing that changed, as the server tells it: no content, so nothing can leak. */
export interface LiveChange {
  readonly position: number;
  readonly kind: string;
  readonly incident: string | null;
  readonly report: string | null;
  readonly finding: string | null;
  readonly by: 'you' | 'others' | 'system';
}
type Listener = (change: LiveChange) => void;
type State = 'joining' | 'live' | 'lost';

const Live = createContext<{ state: State; listen(listener: Listener): () => void }>({
  state: 'joining',
  listen: () => () => undefined,
});
/** An EventSource joins again by itself; only a longer silence is worth a word. */
const lostAfterMs = 8_000;

/** Follows what changes, over one connection for the whole application. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>('joining');
  const listeners = useRef(new Set<Listener>());
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/v1/live');
    let lost: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('open', () => {
      clearTimeout(lost);
      setState('live');
    });
    source.addEventListener('error', () => {
      clearTimeout(lost);
      lost = setTimeout(() => setState('lost'), lostAfterMs);
    });
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = decodeChange(event.data);
      if (change === undefined) {
        return;
      }
      if (change.kind.startsWith('alert.')) {
        // Critical means now: this one is never gathered.
        void queries.invalidateQueries({ queryKey: ['alerts.list'] });
      }
      if (change.kind.startsWith('finding.') || change.kind.startsWith('suppression.')) {
        void queries.invalidateQueries({ queryKey: ['findings.count'] });
      }
      if (change.kind.startsWith('log_alarm.')) {
        void queries.invalidateQueries({ queryKey: ['log_alarms.list'] });
        void queries.invalidateQueries({ queryKey: ['log_health.read'] });
      }
      // What is not shown now may be out of date: it is read again when it is shown, and nothing moves.
      void queries.invalidateQueries({ type: 'inactive', refetchType: 'none' });
      for (const listener of listeners.current) {
        listener(change);
      }
    });
    return () => {
      clearTimeout(lost);
      source.close();
    };
  }, [queries]);
  const [listen] = useState(() => (listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  });
  return <Live value={{ state, listen }}>{children}</Live>;
}

function decodeChange(text: string): LiveChange | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'kind' in parsed && 'position' in parsed) {
      return parsed as LiveChange;
    }
  } catch {
    // A broken line is no change; the next one counts.
  }
  return undefined;
}

export function useLiveState(): State {
  return useContext(Live).state;
}

/**
 * Gathers changes of others that match, without touching what is shown. `show` forgets them and calls `load`.
 * The echo of one's own change is loaded quietly, with what the desk did because of it.
 */
export function useGathered(matches: (change: LiveChange) => boolean, load: () => void) {
  const { listen } = useContext(Live);
  const [count, setCount] = useState(0);
  const current = useRef({ matches, load });
  current.current = { matches, load };
  useEffect(
    () =>
      listen((change) => {
        if (!current.current.matches(change)) {
          return;
        }
        if (change.by === 'you' || (change.by === 'system' && isOwnEcho())) {
          current.current.load();
        } else {
          setCount((before) => before + 1);
        }
      }),
    [listen],
  );
  return {
    count,
    show: () => {
      setCount(0);
      current.current.load();
    },
  };
}
