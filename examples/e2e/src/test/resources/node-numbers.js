// Publishes numbers one after the other, with Pusher's own library for Node: node node-numbers.js APP_ID KEY SECRET PORT CHANNEL
const { createRequire } = require('module');
const Pusher = createRequire(`${process.cwd()}/`)('pusher');

const [appId, key, secret, port, channel] = process.argv.slice(2);
const pusher = new Pusher({ appId, key, secret, host: '127.0.0.1', port, useTLS: false });

async function main() {
  for (let number = 0; number < 30; number += 1) {
    await pusher.trigger(channel, 'numbered', number);
  }
  console.log('published 30');
}

main().catch(error => {
  console.log(String(error));
  process.exitCode = 1;
});
