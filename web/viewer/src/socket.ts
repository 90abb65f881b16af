import { WebPubSubClient, WebPubSubJsonReliableProtocol, type OnGroupDataMessageArgs } from '@azure/web-pubsub-client';

/** What a connection tells. */
export interface SocketEvents {
  /** A message of a group. */
  message(group: string, data: unknown): void;
  /** Anything arrived, if only a pong: the connection lives. */
  heard(): void;
  /** It was cut and is being recovered; when it is, something is heard again. */
  interrupted(): void;
  /** It is gone and will not come back. Told at most once, and not after `close`. */
  closed(reason: string): void;
}

/** An open connection to the service. */
export interface Socket {
  join(group: string): Promise<void>;
  leave(group: string): Promise<void>;
  close(): void;
}

/** Opens a connection; rejects when it does not open. */
export type Connect = (url: string, events: SocketEvents) => Promise<Socket>;

/** How often the connection is asked for a sign of life, in milliseconds. */
export const pingEvery = 10_000;

/**
 * A connection on the official client with the reliable protocol: a cut shorter than 30 s is recovered by it, unseen. When it gives up
 * it tells, and whoever asked negotiates anew: its own reconnecting would not obey Retry-After and knows no jitter.
 */
export const connectPubSub: Connect = async (url, events) => {
  let closed = false;
  let sockets = 0;
  const protocol = WebPubSubJsonReliableProtocol();
  const client = new WebPubSubClient(url, {
    autoReconnect: false,
    keepAliveIntervalInMs: pingEvery,
    keepAliveTimeoutInMs: 0, // silence is judged by us
    protocol: {
      // The client says nothing of a recovery, and a client that is stopped while it recovers goes on trying for 30 s. But it asks
      // for this name whenever it opens a socket: that tells us, and a closed one gets no further.
      get name() {
        if (closed) throw new Error('The connection is closed.');
        if (sockets++ > 0) events.interrupted();
        return protocol.name;
      },
      isReliableSubProtocol: protocol.isReliableSubProtocol,
      writeMessage: (message) => protocol.writeMessage(message),
      parseMessages: (input) => {
        if (closed)
          client.stop(); // its socket opened just before
        else events.heard();
        return protocol.parseMessages(input);
      },
    },
  });
  const onMessage = ({ message }: OnGroupDataMessageArgs) => closed || events.message(message.group, message.data);
  const onStopped = () => {
    if (closed) return;
    release();
    events.closed('the connection was closed');
  };
  const release = () => {
    closed = true;
    client.off('group-message', onMessage);
    client.off('stopped', onStopped);
  };
  client.on('group-message', onMessage);
  client.on('stopped', onStopped);
  try {
    await client.start();
  } catch (error) {
    release();
    throw error;
  }
  return {
    join: async (group) => void (await client.joinGroup(group)),
    leave: async (group) => void (await client.leaveGroup(group)),
    close: () => {
      release();
      client.stop();
    },
  };
};
