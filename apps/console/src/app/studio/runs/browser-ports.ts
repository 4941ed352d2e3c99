import type {
  SocketHandlers,
  SocketPort,
  StreamHandlers,
  StreamPort,
} from './run-ports';

export function openSocket(url: string, handlers: SocketHandlers): SocketPort {
  const socket = new WebSocket(url);
  const listening = new AbortController();
  const { signal } = listening;
  socket.addEventListener('open', () => handlers.opened(), { signal });
  socket.addEventListener('message', ({ data }) => handlers.heard(data), {
    signal,
  });
  socket.addEventListener('close', () => handlers.closed(), { signal });
  return {
    send: (text) => socket.send(text),
    close: () => {
      listening.abort();
      socket.close();
    },
  };
}

export function openStream(url: string, handlers: StreamHandlers): StreamPort {
  const source = new EventSource(url);
  source.onmessage = ({ data }) => handlers.heard(data);
  source.onerror = () => {
    // Anything else is a pause that the browser ends itself.
    if (source.readyState === EventSource.CLOSED) handlers.ended();
  };
  return {
    close: () => {
      source.onmessage = source.onerror = null;
      source.close();
    },
  };
}
