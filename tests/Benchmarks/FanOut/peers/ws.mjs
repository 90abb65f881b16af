// The `ws` package as its documentation shows a broadcast.   node ws.mjs PORT CONTROL_PORT
import { WebSocketServer } from 'ws';
import { listenForOrders } from './publisher.mjs';

const [port, control] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false, backlog: 4096 });
server.on('connection', (client) => client.on('error', () => {}));
listenForOrders(control, (message) => {
  const data = Buffer.from(message, 'latin1');
  for (const client of server.clients) client.send(data, { binary: true });
});
