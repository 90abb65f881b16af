// The conformance checks that have an official client, each driven by the unmodified npm package.
import assert from 'node:assert/strict';
import { WebPubSubServiceClient } from '@azure/web-pubsub';

const JSON_V1 = 'json.webpubsub.azure.v1';
const claimsOf = token => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const refused = promise => promise.then(() => assert.fail('it was not refused'), error => error);

export const checks = {
  async C001(w) {
    const { url } = await w.service.getClientAccessToken();
    assert.equal(claimsOf(new URL(url).searchParams.get('access_token')).sub, undefined);
    const client = await w.client({ token: { roles: undefined } });
    assert.ok(client.seen.connected[0].connectionId);
    assert.ok(!client.seen.connected[0].userId);
  },

  async C002(w) {
    const client = await w.client({ token: { userId: 'u/1' } });
    assert.equal(client.seen.connected[0].userId, 'u/1');
    assert.match(client.seen.connected[0].connectionId, /^[\w-]+$/);
  },

  async C003(w) {
    const wrong = w.connectionString.replace(/AccessKey=[^;]+/, 'AccessKey=00000000000000000000000000000000000000000000');
    const { url } = await new WebPubSubServiceClient(wrong, w.hub, { allowInsecureConnection: true }).getClientAccessToken();
    const client = new w.sdk.WebPubSubClient(url);
    const error = await refused(client.start());
    assert.match(error.message, /401/);
  },

  async C008(w) {
    const client = await w.client({ token: { groups: ['g1', 'g2'], roles: [] } });
    await w.service.group('g1').sendToAll('one', { contentType: 'text/plain' });
    await w.service.group('g2').sendToAll('two', { contentType: 'text/plain' });
    await w.until('both arrive', () => client.seen.group.length === 2);
    assert.deepEqual(client.seen.group.map(m => [m.group, m.data]), [['g1', 'one'], ['g2', 'two']]);
  },

  async C010(w) {
    for (const [clientProtocol, path] of [[undefined, 'client'], ['mqtt', 'clients/mqtt'], ['socketio', 'clients/socketio']]) {
      const { url, token } = await w.service.getClientAccessToken({ clientProtocol });
      assert.equal(new URL(url).pathname, `/${path}/hubs/${w.hub}`);
      assert.equal(claimsOf(token).aud, `${w.endpoint}/${path}/hubs/${w.hub}`);
    }
    const target = `${w.endpoint}/api/hubs/${w.hub}/:generateToken?userId=u1&role=r1&role=r2&group=g1&minutesToExpire=5&api-version=2024-12-01`;
    const response = await fetch(target, { method: 'POST', headers: { authorization: `Bearer ${await w.ask('token ' + target)}` } });
    assert.equal(response.status, 200);
    const claims = claimsOf((await response.json()).token);
    assert.equal(claims.aud, `${w.endpoint}/client/hubs/${w.hub}`);
    assert.deepEqual([claims.sub, claims.role, claims['webpubsub.group'], claims.exp - claims.iat], ['u1', ['r1', 'r2'], ['g1'], 300]);
  },

  async C012(w) {
    const socket = await w.socket(JSON_V1);
    await w.service.sendToAll({ message: 'Hello world!' });
    await w.service.sendToAll('Hi there!', { contentType: 'text/plain' });
    await w.until('both arrive', () => socket.frames.length === 3);
    assert.equal(socket.frames[1], '{"type":"message","from":"server","dataType":"json","data":{"message":"Hello world!"}}');
    assert.equal(socket.frames[2], '{"type":"message","from":"server","dataType":"text","data":"Hi there!"}');
  },

  async C013(w) {
    const socket = await w.socket(JSON_V1);
    const client = await w.client();
    await w.service.sendToAll(new Uint8Array([5, 1, 1]).buffer);
    await w.until('it arrives', () => socket.frames.length === 2 && client.seen.server.length === 1);
    assert.equal(socket.frames[1], '{"type":"message","from":"server","dataType":"binary","data":"BQEB"}');
    assert.deepEqual([...new Uint8Array(client.seen.server[0].data)], [5, 1, 1]);
  },

  async C014(w) {
    const none = await w.client({ token: { roles: [] } });
    assert.equal((await refused(none.joinGroup('g'))).errorDetail.name, 'Forbidden');
    const one = await w.client({ token: { roles: ['webpubsub.joinLeaveGroup.g'] } });
    await one.joinGroup('g');
    assert.equal((await refused(one.joinGroup('h'))).errorDetail.name, 'Forbidden');
    const wild = await w.client({ token: { roles: ['webpubsub.joinLeaveGroups.news.*'] } });
    await wild.joinGroup('news.sport');
    assert.equal((await refused(wild.joinGroup('news.sport.nba'))).errorDetail.name, 'Forbidden');
    const deep = await w.client({ token: { roles: ['webpubsub.joinLeaveGroups.news.**'] } });
    await deep.joinGroup('news.sport.nba');
  },

  async C015(w) {
    const client = await w.client();
    await client.joinGroup('g');
    await w.service.group('g').sendToAll({ n: 1 });
    await w.until('the first arrives', () => client.seen.group.length === 1);
    await client.leaveGroup('g');
    await w.service.group('g').sendToAll({ n: 2 });
    await w.service.sendToAll({ n: 3 });
    await w.until('the last arrives', () => client.seen.server.length === 1);
    assert.equal(client.seen.group.length, 1);
  },

  async C016(w) {
    const [sender, other] = [await w.client({ token: { userId: 'ann' } }), await w.client({ token: { userId: 'bob' } })];
    await other.joinGroup('g');
    await sender.sendToGroup('g', { a: 1 }, 'json');
    await w.until('it arrives', () => other.seen.group.length === 1);
    assert.equal(other.seen.group[0].fromUserId, 'ann');
  },

  async C017(w) {
    const [sender, other] = [await w.client(), await w.client()];
    for (const one of [sender, other]) await one.joinGroup('g');
    await sender.sendToGroup('g', 'quiet', 'text', { noEcho: true });
    await sender.sendToGroup('g', 'loud', 'text', { noEcho: false });
    await w.until('both arrive', () => other.seen.group.length === 2 && sender.seen.group.length === 1);
    assert.equal(sender.seen.group[0].data, 'loud');
  },

  async C018(w) {
    const [sender, member] = [await w.client({ token: { roles: ['webpubsub.sendToGroup.g'] } }), await w.client()];
    await member.joinGroup('g');
    await sender.sendToGroup('g', 'from outside', 'text');
    await w.until('it arrives', () => member.seen.group.length === 1);
    assert.equal(sender.seen.group.length, 0);
  },

  async C023(w) {
    const client = await w.client({ options: { keepAliveIntervalInMs: 40, keepAliveTimeoutInMs: 400 } });
    await w.sleep(800);
    assert.equal(client.seen.disconnected.length, 0);
  },

  async C026(w) {
    const text = 'Phở, 日本語, 👩‍🚀 \u0000 "\\/\b\f\n\r\t\u2028 end';
    const [sender, member] = [await w.client(), await w.client()];
    await member.joinGroup('g');
    await sender.sendToGroup('g', text, 'text');
    await sender.sendToGroup('g', { text }, 'json');
    await w.service.group('g').sendToAll(text, { contentType: 'text/plain' });
    await w.until('all arrive', () => member.seen.group.length === 3);
    assert.deepEqual(member.seen.group.map(m => m.data), [text, { text }, text]);
  },

  async C028(w) {
    const sender = await w.client();
    const members = await Promise.all(Array.from({ length: 4 }, () => w.client()));
    await Promise.all(members.map(member => member.joinGroup('g')));
    for (let i = 0; i < 1000; i++) await sender.sendToGroup('g', i, 'json', { fireAndForget: true });
    await w.until('all arrive', () => members.every(member => member.seen.group.length === 1000));
    for (const member of members) assert.deepEqual(member.seen.group.map(m => m.data), Array.from({ length: 1000 }, (_, i) => i));
  },

  async C030(w) {
    const wire = await w.wire();
    const client = await w.reliable({ through: wire.through });
    await client.joinGroup('g');
    for (let i = 0; i < 5; i++) await w.service.group('g').sendToAll(i);
    await w.until('five arrive', () => client.seen.group.length === 5);
    wire.closed = true;
    wire.cut();
    for (let i = 5; i < 15; i++) await w.service.group('g').sendToAll(i);
    wire.closed = false;
    await w.until('fifteen arrive', () => client.seen.group.length === 15);
    await w.sleep(300);
    assert.deepEqual(client.seen.group.map(m => m.data), Array.from({ length: 15 }, (_, i) => i));
    assert.deepEqual(client.seen.group.map(m => m.sequenceId), Array.from({ length: 15 }, (_, i) => i + 1));
    assert.equal(client.seen.connected.length, 1);
    assert.equal(client.seen.disconnected.length, 0);
    assert.ok(wire.count >= 2, 'it came back on a new connection');
  },

  async C031(w) {
    const wire = await w.wire();
    const client = await w.reliable({ through: wire.through, token: { roles: ['webpubsub.sendToGroup'] } });
    const id = client.seen.connected[0].connectionId;
    await w.service.grantPermission(id, 'joinLeaveGroup', { targetName: 'granted' });
    await w.service.group('by-rest').addConnection(id);
    wire.cut();
    await w.until('it came back', () => wire.count === 2);
    await w.service.group('by-rest').sendToAll('still here', { contentType: 'text/plain' });
    await w.until('it arrives', () => client.seen.group.length === 1);
    await w.until('it may still join', () => client.joinGroup('granted').then(() => true, () => false));
    assert.equal((await refused(client.joinGroup('other'))).errorDetail?.name, 'Forbidden');
  },

  async C034(w) {
    const wire = await w.wire();
    const client = await w.reliable({ through: wire.through });
    await client.joinGroup('g');
    const first = client.seen.connected[0].connectionId;
    // The emulator of this check keeps a lost connection for 300 ms only.
    wire.closed = true;
    wire.cut();
    await w.until('its connection is gone', async () => !(await w.service.connectionExists(first)));
    wire.closed = false;
    await w.until('it is connected anew', () => client.seen.connected.length === 2);
    assert.notEqual(client.seen.connected[1].connectionId, first);
    await w.until('it is in its group again', () => w.service.groupExists('g'));
    await w.service.group('g').sendToAll('again', { contentType: 'text/plain' });
    await w.until('it arrives', () => client.seen.group.length === 1);
    assert.equal(client.seen.rejoinFailed, 0);
  },

  async C039(w) {
    const seen = await w.handler(() => ({}));
    const client = await w.reliable();
    const id = client.seen.connected[0].connectionId;
    assert.equal(await w.service.connectionExists(id), true);
    client.stop();
    await w.until('its connection is gone', async () => !(await w.service.connectionExists(id)), 3000);
    await w.until('the application is told', () => seen.some(([name]) => name === 'disconnected'));
    await w.sleep(200);
    assert.deepEqual(seen.filter(([name]) => name === 'disconnected').map(([, who]) => who), [id]);
  },

  async C042(w) {
    const statuses = [];
    const onResponse = response => statuses.push(response.status);
    await w.service.sendToAll({ a: 1 }, { onResponse });
    await w.service.sendToUser('nobody', { a: 1 }, { onResponse });
    await w.service.sendToConnection('xxxx', { a: 1 }, { onResponse });
    await w.service.group('empty').sendToAll({ a: 1 }, { onResponse });
    assert.deepEqual(statuses, [202, 202, 202, 202]);
  },

  async C043(w) {
    const raw = await w.socket(undefined);
    await w.service.sendToAll({ message: 'Hello world!' });
    await w.service.sendToAll('Hi there!', { contentType: 'text/plain' });
    await w.service.sendToAll(new Uint8Array([5, 1, 1]).buffer);
    await w.until('all arrive', () => raw.frames.length === 3);
    assert.equal(raw.frames[0], '{"message":"Hello world!"}');
    assert.equal(raw.frames[1], 'Hi there!');
    assert.deepEqual([...raw.frames[2]], [5, 1, 1]);
  },

  async C044(w) {
    const client = await w.client({ token: { userId: 'ann', groups: ['g'] } });
    const id = client.seen.connected[0].connectionId;
    assert.deepEqual([await w.service.connectionExists(id), await w.service.groupExists('g'), await w.service.userExists('ann')], [true, true, true]);
    assert.deepEqual([await w.service.connectionExists('xxxx'), await w.service.groupExists('none'), await w.service.userExists('bob')], [false, false, false]);
  },

  async C045(w) {
    const error = await refused(w.service.group('g').addConnection('xxxx'));
    assert.equal(error.statusCode, 404);
    await w.service.removeUserFromAllGroups('nobody');
    await w.service.removeConnectionFromAllGroups('xxxx');
  },

  async C046(w) {
    assert.equal((await refused(w.service.grantPermission('xxxx', 'joinLeaveGroup', { targetName: 'g' }))).statusCode, 404);
    await w.service.revokePermission('xxxx', 'joinLeaveGroup', { targetName: 'g' });
    const client = await w.client({ token: { roles: [] } });
    const id = client.seen.connected[0].connectionId;
    const has = () => w.service.hasPermission(id, 'joinLeaveGroup', { targetName: 'g' });
    assert.equal(await has(), false);
    await w.service.grantPermission(id, 'joinLeaveGroup', { targetName: 'g' });
    assert.equal(await has(), true);
    await client.joinGroup('g');
    await w.service.revokePermission(id, 'joinLeaveGroup', { targetName: 'g' });
    assert.equal(await has(), false);
    assert.equal((await refused(client.joinGroup('g'))).errorDetail.name, 'Forbidden');
  },

  async C047(w) {
    const text = "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'. (Parameter 'filter')";
    const filter = 'invalid filter';
    for (const call of [
      () => w.service.sendToAll('x', { filter }), () => w.service.sendToUser('u', 'x', { filter }), () => w.service.group('g').sendToAll('x', { filter }),
      () => w.service.addConnectionsToGroups(['g'], filter), () => w.service.removeConnectionsFromGroups(['g'], filter),
    ]) {
      const error = await refused(call());
      assert.equal(error.statusCode, 400);
      assert.equal(JSON.parse(error.message).message, text);
    }
    const odd = await refused(w.service.sendToAll('x', { filter: 'not length(userId) gt 5' }));
    assert.equal(JSON.parse(odd.message).message, "Invalid syntax for 'not length(userId)': Type 'null', expect 'bool'. (Parameter 'filter')");
  },

  async C048(w) {
    const ann = await w.client({ token: { userId: "o'ann", groups: ['groupA'] } });
    const both = await w.client({ token: { userId: 'both', groups: ['groupA', 'groupB'] } });
    const nobody = await w.client();
    const all = [ann, both, nobody];
    const reached = async filter => {
      const before = all.map(one => one.seen.server.length);
      await w.service.sendToAll('x', { filter, contentType: 'text/plain' });
      await w.service.sendToAll('mark', { contentType: 'text/plain' });
      await w.until('the mark arrives', () => all.every((one, i) => one.seen.server.slice(before[i]).some(m => m.data === 'mark')));
      return all.map((one, i) => one.seen.server.slice(before[i]).some(m => m.data === 'x'));
    };
    assert.deepEqual(await reached('userId eq null'), [false, false, true]);
    assert.deepEqual(await reached("'groupA' in groups and not('groupB' in groups)"), [true, false, false]);
    assert.deepEqual(await reached("userId eq 'o''ann'"), [true, false, false]);
    assert.deepEqual(await reached("userId in ('both','x')"), [false, true, false]);
    assert.deepEqual(await reached("startswith(userId,'bo') or length(groups) eq 0"), [false, true, true]);
    assert.deepEqual(await reached("toupper(substring(userId,2)) eq 'ANN'"), [true, false, false]);
  },

  async C049(w) {
    const clients = [await w.client({ token: { userId: 'a' } }), await w.client({ token: { userId: 'b' } }), await w.client({ token: { userId: 'c' } })];
    await w.service.addConnectionsToGroups(['group1', 'group2'], "userId eq 'a' or userId eq 'b'");
    for (let i = 0; i < 3; i++) await w.service.sendToAll({ i }, { filter: "'group1' in groups and 'group2' in groups" });
    await w.until('six arrive', () => clients[0].seen.server.length === 3 && clients[1].seen.server.length === 3);
    await w.service.removeConnectionsFromGroups(['group1'], "userId eq 'a'");
    await w.service.sendToAll({ last: true }, { filter: "'group1' in groups" });
    await w.until('the last arrives', () => clients[1].seen.server.length === 4);
    assert.deepEqual(clients.map(client => client.seen.server.length), [3, 4, 0]);
  },

  async C050(w) {
    for (let i = 0; i < 6; i++) await w.socket(JSON_V1, { groups: ['g'], userId: `u${i}` });
    const group = w.service.group('g');
    for (const [top, maxPageSize, pages, items] of [[6, undefined, 1, 6], [3, undefined, 1, 3], [undefined, 2, 3, 6], [5, 2, 3, 5]]) {
      const found = [];
      let count = 0;
      for await (const page of (await group.listConnections({ top, maxPageSize })).byPage()) {
        count++;
        found.push(...page);
      }
      assert.deepEqual([count, found.length, new Set(found.map(one => one.connectionId)).size], [pages, items, items], `top ${top}, size ${maxPageSize}`);
      assert.ok(found.every(one => /^u\d$/.test(one.userId)));
    }
  },

  async C051(w) {
    const clients = await Promise.all(['a', 'b', 'c'].map(() => w.client({ token: { groups: ['g'] }, options: { autoReconnect: false } })));
    const ids = clients.map(client => client.seen.connected[0].connectionId);
    await w.service.group('g').sendToAll('x', { excludedConnections: [ids[0], ids[1]], contentType: 'text/plain' });
    await w.service.sendToAll('y', { excludedConnections: [ids[2], ids[0]], contentType: 'text/plain' });
    await w.until('they arrive', () => clients[2].seen.group.length === 1 && clients[1].seen.server.length === 1);
    assert.deepEqual(clients.map(client => client.seen.group.length + client.seen.server.length), [0, 1, 1]);
    await w.service.group('g').closeAllConnections({ excluded: [ids[0], ids[2]], reason: 'enough' });
    await w.until('one is closed', () => clients[1].seen.disconnected.length === 1);
    await w.service.closeAllConnections({ excluded: [ids[2]] });
    await w.until('two are closed', () => clients[0].seen.disconnected.length === 1);
    assert.equal(clients[2].seen.disconnected.length, 0);
  },

  async C053(w) {
    const odd = ['u/1 é', 'g 1/x#?', '100%', 'a%2Fb', 'ü&=+'];
    for (const name of odd) {
      const client = await w.client({ token: { userId: name } });
      await w.service.group(name).addUser(name);
      assert.equal(await w.service.groupExists(name), true);
      assert.equal(await w.service.userExists(name), true);
      await w.service.group(name).sendToAll({ name });
      await w.service.sendToUser(name, { name });
      await w.until('both arrive', () => client.seen.group.length === 1 && client.seen.server.length === 1);
      assert.equal(client.seen.group[0].group, name);
    }
    assert.equal(await w.service.userExists('a/b'), false);
  },

  async C054(w) {
    const seen = await w.handler(() => ({}));
    const client = await w.client({ token: { groups: ['g'] }, options: { autoReconnect: false } });
    const id = client.seen.connected[0].connectionId;
    await w.service.closeConnection(id, { reason: 'the evening is over' });
    await w.until('it is told', () => client.seen.disconnected.length === 1);
    assert.equal(client.seen.disconnected[0].message.message, 'the evening is over');
    assert.equal(await w.service.groupExists('g'), false);
    await w.until('the application is told', () => seen.some(([name, who]) => name === 'disconnected' && who === id));
  },

  /** An unmodified express handler, with connect, states, replies and a refusal. */
  async C060(w) {
    const seen = await w.handler(told => ({
      handleConnect: (request, response) => {
        told.push(['connect', request.queries?.id, request.headers['x-forwarded-for']?.length]);
        if (request.queries?.no) return response.fail(401, 'not you');
        response.setState('counter', 1);
        response.success({ userId: 'from-handler', groups: ['given'], roles: ['webpubsub.sendToGroup'] });
      },
      handleUserEvent: (request, response) => {
        told.push([request.context.eventName, request.dataType, request.data, request.context.states.counter]);
        if (request.context.eventName === 'fail') return response.fail(500, 'broken');
        response.setState('counter', request.context.states.counter + 1);
        response.success(`echo ${JSON.stringify(request.data)}`, 'text');
      },
    }));
    const client = await w.client({ through: url => url + '&id=aaa', options: { autoReconnect: false } });
    assert.equal(client.seen.connected[0].userId, 'from-handler');
    await client.sendEvent('greet', { a: 1 }, 'json');
    await client.sendEvent('say', 'hi', 'text');
    await w.until('both answers arrive', () => client.seen.server.length === 2);
    assert.deepEqual(client.seen.server.map(m => [m.dataType, m.data]), [['text', 'echo {"a":1}'], ['text', 'echo "hi"']]);
    assert.equal((await refused(client.sendEvent('fail', 'x', 'text'))).errorDetail.name, 'InternalServerError');
    await w.service.group('given').sendToAll({ g: 1 });
    await w.until('the group message arrives', () => client.seen.group.length === 1);
    const refusedClient = await w.client({ through: url => url + '&no=1', start: false });
    assert.match((await refused(refusedClient.start())).message, /401/);
    client.stop();
    await w.until('the handler is told', () => seen.some(([name]) => name === 'disconnected'));
    assert.deepEqual(seen.find(([name]) => name === 'connect'), ['connect', ['aaa'], 1]);
    assert.deepEqual(seen.find(([name]) => name === 'connected'), ['connected', 'from-handler', { counter: 1 }]);
    assert.deepEqual(seen.filter(([name]) => ['greet', 'say'].includes(name)), [['greet', 'json', { a: 1 }, 1], ['say', 'text', 'hi', 2]]);
    assert.deepEqual(seen.find(([name]) => name === 'disconnected')[3], { counter: 3 });
  },

  /** The journey of the SDK's own integration tests: every call of the client against a real endpoint, in both protocols. */
  async C072(w) {
    for (const protocol of [w.sdk.WebPubSubJsonProtocol(), w.sdk.WebPubSubJsonReliableProtocol()]) {
      const group = 'g-' + protocol.name;
      const client = await w.client({ protocol, token: { userId: 'ann' } });
      assert.equal((await client.joinGroup(group)).isDuplicated, false);
      assert.equal((await client.joinGroup(group, { ackId: 77_001 })).isDuplicated, false);
      assert.equal((await client.joinGroup(group, { ackId: 77_001 })).isDuplicated, true);
      await client.sendToGroup(group, 'text', 'text');
      await client.sendToGroup(group, { j: [1, null, 'x'] }, 'json');
      await client.sendToGroup(group, new Uint8Array([1, 2, 3]).buffer, 'binary');
      await client.sendToGroup(group, 'quiet', 'text', { noEcho: true });
      await client.sendToGroup(group, 'forgotten', 'text', { fireAndForget: true });
      await w.until('four arrive', () => client.seen.group.length === 4);
      assert.deepEqual(client.seen.group.map(m => m.dataType === 'binary' ? [...new Uint8Array(m.data)] : m.data), ['text', { j: [1, null, 'x'] }, [1, 2, 3], 'forgotten']);
      assert.ok(client.seen.group.every(m => m.fromUserId === 'ann' && m.group === group));
      await client.leaveGroup(group);
      assert.equal(await w.service.groupExists(group), false);
      assert.equal((await refused(client.sendEvent('nobody-listens', 'x', 'text'))).errorDetail.name, 'InternalServerError');
      client.stop();
      await w.until('it has stopped', () => client.seen.stopped === 1);
    }
  },

  async C073(w) {
    const client = await w.reliable();
    await client.joinGroup('g');
    const first = client.seen.connected[0].connectionId;
    await w.ask('restart');
    await w.until('it is connected anew', () => client.seen.connected.length === 2, 30_000);
    assert.notEqual(client.seen.connected[1].connectionId, first);
    await w.until('it is in its group again', () => w.service.groupExists('g').catch(() => false));
    await w.service.group('g').sendToAll('again', { contentType: 'text/plain' });
    await w.until('it arrives', () => client.seen.group.length === 1);
  },

  /** 700 a second, spread as a clock would, stays within the window that one acknowledgement a second leaves. */
  async C075_held(w) {
    const client = await w.reliable({ token: { groups: ['g'] } });
    await w.ask('publish 700 4200');
    await w.until('all arrive', () => client.seen.group.length === 4200, 20_000);
    assert.equal(client.seen.disconnected.length, 0);
    assert.deepEqual(client.seen.group.map(m => m.sequenceId), Array.from({ length: 4200 }, (_, i) => i + 1));
  },

  /** More than a thousand between two acknowledgements: dropped, and not to be recovered. */
  async C075_dropped(w) {
    const client = await w.reliable({ token: { groups: ['g'] } });
    await w.ask('publish 1500 4500');
    await w.until('it is dropped', () => client.seen.disconnected.length >= 1, 20_000);
    assert.match(client.seen.disconnected[0].message.message, /reliable message buffer is full/);
    await w.until('it is connected anew', () => client.seen.connected.length >= 2);
    assert.notEqual(client.seen.connected[1].connectionId, client.seen.connected[0].connectionId);
  },

  /** A stream of the 1.1.0 client, sent and received. */
  async Stream(w) {
    const [sender, member] = [await w.client(), await w.client()];
    await member.joinGroup('g');
    const received = [];
    member.onGroupStream(async stream => { for await (const piece of stream) received.push(piece.content ?? piece.data); received.push('end'); });
    const stream = await sender.openGroupStream('g');
    await stream.write('one', 'text');
    await stream.write({ two: 2 }, 'json');
    await stream.end();
    await w.until('the stream has ended', () => received.at(-1) === 'end');
    assert.deepEqual(received, ['one', { two: 2 }, 'end']);
  },

  /** invokeEvent goes to the handler like an event, and its answer comes back to the call. */
  async Invoke(w) {
    await w.handler(() => ({ handleUserEvent: (request, response) => response.success(`did ${request.data}`, 'text') }));
    const client = await w.client();
    const answer = await client.invokeEvent('work', 'this', 'text');
    assert.deepEqual([answer.dataType, answer.data], ['text', 'did this']);
  },
};
