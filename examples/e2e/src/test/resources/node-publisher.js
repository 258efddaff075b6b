// Does what a server does, with Pusher's own library for Node: node node-publisher.js APP_ID KEY SECRET PORT MASTER_KEY
const { createRequire } = require('module');
const Pusher = createRequire(`${process.cwd()}/`)('pusher');

const [appId, key, secret, port, encryptionMasterKeyBase64] = process.argv.slice(2);
const options = { appId, key, host: '127.0.0.1', port, useTLS: false, encryptionMasterKeyBase64 };
const pusher = new Pusher({ ...options, secret });
const forger = new Pusher({ ...options, secret: `not ${secret}` });

async function say(what, call) {
  try {
    const response = await call;
    console.log(`${what} ${response.status} ${await response.text()}`);
  } catch (error) {
    console.log(`${what} ${error.status}`);
  }
}

async function main() {
  const asking = { info: 'subscription_count', socket_id: '12.34' };
  await say('event', pusher.trigger(['orders', 'audit'], 'placed', { id: 1 }, asking));
  await say('batch', pusher.triggerBatch([
    { channel: 'orders', name: 'paid', data: { id: 2 } },
    { channel: 'audit', name: 'paid', data: 'text', info: 'subscription_count' },
  ]));
  await say('encrypted', pusher.trigger('private-encrypted-orders', 'placed', { id: 3 }));
  await say('user', pusher.sendToUser('ann', 'hello', {}));
  await say('channels', pusher.get({ path: '/channels', params: { filter_by_prefix: 'presence-', info: 'user_count' } }));
  await say('users', pusher.get({ path: '/channels/presence-room/users', params: {} }));
  await say('terminate', pusher.terminateUserConnections('ann'));
  await say('forged', forger.trigger('orders', 'placed', {}));
}

main();
