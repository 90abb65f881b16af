// Socket.IO over WebSocket only.   node socketio.mjs PORT CONTROL_PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listenForOrders } from './publisher.mjs';

const [port, control] = process.argv.slice(2).map(Number);
const http = createServer();
// Its own heartbeat is put off beyond a run: the load client does not speak it.
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, pingInterval: 600_000, connectTimeout: 60_000 });
io.on('connection', (socket) => socket.on('error', () => {}));
http.listen({ port, host: '127.0.0.1', backlog: 4096 });
listenForOrders(control, (message) => io.emit('m', message));
