// Tries what large-payloads.js does with hostile input, with a channel that only dispatches; prints a line for each thing told.
// In Node.js: node large-payloads-limits.js <large-payloads.js>. In a browser: tryLimits(receiveLargePayloads, print).
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

async function gzip(text) {
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(compressed).arrayBuffer());
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

async function tryLimits(receiveLargePayloads, print) {
  function watched(options) {
    const channel = receiveLargePayloads(new Channel(), options);
    for (const name of ['pusher:subscription_succeeded', 'pusher_internal:member_added', 'client-typing', 'pushcast-made-up']) {
      channel.bind(name, data => say('handler of ' + name + ' ' + JSON.stringify(data)));
    }
    channel.bind('report', data => say('report ' + JSON.stringify(data).length));
    channel.bind('pushcast-incomplete', ({ id, received, count }) => say(`incomplete ${id} ${received}/${count}`));
    channel.bind('pushcast-unreadable', ({ event, error }) => say(`unreadable ${event}: ${error.message}`));
    return channel;
  }

  function chunk(id, event, index, count, part) {
    return { id, event, index, count, part };
  }

  let lines = 0;
  let awaited = () => undefined;

  function say(line) {
    print(line);
    lines += 1;
    awaited();
  }

  /** Waits until so many lines have been printed in all. */
  function said(count) {
    return new Promise(resolve => {
      awaited = () => lines >= count && resolve();
      awaited();
    });
  }

  // 1. Names that the server refuses from publishers, in carriers of both kinds.
  const forged = watched();
  for (const name of ['pusher:subscription_succeeded', 'pusher_internal:member_added', 'client-typing']) {
    forged.emit('pushcast-chunk', chunk('a-' + name, name, 0, 1, '{"forged":true}'));
    forged.emit('pushcast-gzip', { event: name, gzip: await gzip('{"forged":true}') });
  }
  forged.emit('pushcast-chunk', chunk('a-9', 'pushcast-made-up', 0, 1, '1'));
  await said(7);

  // 2. A carrier within a carrier: some kilobytes that would become a gigabyte.
  const nested = watched();
  const inner = await gzip('{"x":"' + 'a'.repeat(100 * 1024 * 1024) + '"}');
  nested.emit('pushcast-gzip', { event: 'pushcast-gzip', gzip: await gzip(JSON.stringify({ event: 'report', gzip: inner })) });
  nested.emit('pushcast-chunk', chunk('b-1', 'pushcast-gzip', 0, 1, JSON.stringify({ event: 'report', gzip: inner })));
  nested.emit('pushcast-chunk', chunk('b-2', 'pushcast-chunk', 0, 1, '{}'));
  await said(10);

  // 3. More than may come out.
  const bomb = watched();
  bomb.emit('pushcast-gzip', { event: 'report', gzip: inner });
  await said(11);
  const fits = await gzip('"' + 'ä'.repeat(49) + '"');
  const tooLong = await gzip('"' + 'ä'.repeat(50) + '"');
  const small = watched({ maxLength: 100 });
  small.emit('pushcast-gzip', { event: 'report', gzip: fits });
  small.emit('pushcast-gzip', { event: 'report', gzip: tooLong });
  small.emit('pushcast-chunk', chunk('c-1', 'report', 0, 2, '"' + 'x'.repeat(49)));
  small.emit('pushcast-chunk', chunk('c-1', 'report', 1, 2, 'x'.repeat(49) + '"'));
  small.emit('pushcast-chunk', chunk('c-2', 'report', 0, 2, 'x'.repeat(60)));
  small.emit('pushcast-chunk', chunk('c-2', 'report', 1, 2, 'x'.repeat(60)));
  small.emit('pushcast-chunk', chunk('c-3', 'report', 0, 2, 'x'.repeat(90)));
  small.emit('pushcast-chunk', chunk('c-4', 'report', 0, 2, 'x'.repeat(90)));
  small.emit('pushcast-chunk', chunk('c-5', 'report', 0, 2, 'x'.repeat(90)));
  await said(16);

  // 4. One sender without an end gives up its own payloads, not those of others.
  const flooded = watched({ maxPending: 3 });
  flooded.emit('pushcast-chunk', chunk('good-1', 'report', 0, 2, '"go'));
  for (let i = 0; i < 5; i++) {
    flooded.emit('pushcast-chunk', chunk('bad-' + i, 'report', 0, 2, 'x'));
  }
  flooded.emit('pushcast-chunk', chunk('good-1', 'report', 1, 2, 'od"'));
  flooded.emit('pushcast-chunk', chunk('x'.repeat(201), 'report', 0, 1, '1'));

}

if (typeof process !== 'undefined') {
  tryLimits(require(process.argv[2]), console.log).then(() => {
    const used = process.resourceUsage().maxRSS;
    console.log(used < 1024 * 1024 ? 'memory is bounded' : 'used ' + (used >> 10) + ' MB');
    process.exit();
  });
}
