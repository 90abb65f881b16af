import { createServer } from 'node:net';

/** Listens for the load client's orders ("P count size") and hands each message, stamped as all others are, to `send`. */
export function listenForOrders(port, send) {
  createServer((socket) => {
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    let line = '';
    socket.on('data', (text) => {
      const lines = (line + text).split('\n');
      line = lines.pop();
      for (const order of lines) {
        const [, count, size] = order.split(' ').map(Number);
        for (let i = 0; i < count; i++) send(message(size));
      }
    });
  }).listen(port, '127.0.0.1');
}

const message = (size) => `^${process.hrtime.bigint().toString(16).padStart(16, '0')}`.padEnd(size, 'x');
