// Takes webhooks with Pusher's own library for Node, and says what they hold: node node-webhooks.js APP_ID KEY SECRET
const http = require('http');
const { createRequire } = require('module');
const Pusher = createRequire(`${process.cwd()}/`)('pusher');

const [appId, key, secret] = process.argv.slice(2);
const pusher = new Pusher({ appId, key, secret });
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    const webhook = pusher.webhook({ headers: request.headers, rawBody: Buffer.concat(parts).toString() });
    console.log(webhook.isValid() ? JSON.stringify(webhook.getEvents()) : 'a forgery');
    response.writeHead(200);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
