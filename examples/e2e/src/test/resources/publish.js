// Publishes one event with Pusher's own library for Node: node publish.js APP_ID KEY SECRET PORT CHANNEL EVENT JSON
const { createRequire } = require('module');
const Pusher = createRequire(`${process.cwd()}/`)('pusher');

const [appId, key, secret, port, channel, event, data] = process.argv.slice(2);
const pusher = new Pusher({ appId, key, secret, host: '127.0.0.1', port, useTLS: false });
pusher.trigger(channel, event, JSON.parse(data)).then(
  response => console.log(response.status),
  error => {
    console.error(error);
    process.exitCode = 1;
  });
