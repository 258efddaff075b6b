// Tries large-payloads.js with a channel that only dispatches, and prints what its handlers were told, a line each.
const zlib = require('node:zlib');
const receiveLargePayloads = require(process.argv[2]);

class Channel {
  constructor() {
    this.handlers = [];
  }

  bind(event, handler) {
    this.handlers.push({ event, handler });
    return this;
  }

  unbind(event, handler) {
    this.handlers = this.handlers.filter(each => each.event !== event || each.handler !== handler);
    return this;
  }

  unbind_all() {
    this.handlers = [];
    return this;
  }

  emit(event, data) {
    this.handlers.filter(each => each.event === event).forEach(each => each.handler(data));
    return this;
  }
}

function compressed(event, payload) {
  return { event, gzip: zlib.gzipSync(JSON.stringify(payload)).toString('base64') };
}

process.on('uncaughtException', error => console.log('uncaught: ' + error.message));

const channel = receiveLargePayloads(receiveLargePayloads(new Channel()));
channel.bind('report', number => {
  console.log('report ' + number);
  if (number === 1) {
    throw new Error('a handler failed');
  }
});
channel.bind('pushcast-unreadable', ({ event }) => {
  console.log('unreadable ' + event);
  throw new Error('another handler failed');
});
channel.emit('pushcast-gzip', compressed('report', 1));
channel.emit('pushcast-gzip', { event: 'report', gzip: 'bm90aGluZw==' });
channel.emit('pushcast-gzip', compressed('report', 2));
channel.emit('pushcast-chunk', { id: 'a', event: 'report', index: 0, count: 1, part: '3' });

setTimeout(() => {
  receiveLargePayloads(channel.unbind_all());
  channel.bind('report', number => console.log('report ' + number));
  channel.emit('pushcast-gzip', compressed('report', 4));
}, 500);
