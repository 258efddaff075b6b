/*
 * Receives payloads that a service published with LargePayload.CHUNK or LargePayload.GZIP, as if they had come whole.
 *
 *   const channel = receiveLargePayloads(pusher.subscribe('private-reports'));
 *   channel.bind('report-finished', report => { ... });
 *
 * Works with pusher-js 7 and later: with channels of all kinds, and with pusher.user. Parts may come twice and in any
 * order; the event is told once. When a part is missing for longer than `timeout` (60 000 ms), or more than `maxPending`
 * (20) payloads are incomplete, what there is is forgotten and the handlers of 'pushcast-incomplete' are told
 * { id, event, received, count }. 'pushcast-unreadable' tells { event, error } of what can't be decompressed or parsed.
 *
 * What comes as 'pushcast-chunk': { id, event, index, count, part }; the parts in the order of their index are the JSON
 * text. As 'pushcast-gzip': { event, gzip }, the JSON text compressed and in base64 (needs DecompressionStream, which
 * browsers have since 2023). Decompressing takes a moment, in which a later event may overtake it; those that are
 * compressed keep their order. Called again for the same channel, it changes nothing, but binds again after unbind_all().
 */
(function (root, receiveLargePayloads) {
  'use strict';
  if (typeof module === 'object' && module.exports) {
    module.exports = receiveLargePayloads;
  } else {
    root.receiveLargePayloads = receiveLargePayloads;
  }
})(typeof self === 'undefined' ? this : self, (receiving => function (channel, options) {
  'use strict';
  if (receiving.has(channel)) {
    receiving.get(channel).forEach((handler, event) => channel.unbind(event, handler).bind(event, handler));
    return channel;
  }
  const handlers = new Map();
  receiving.set(channel, handlers);
  const timeout = (options && options.timeout) || 60000;
  const maxPending = (options && options.maxPending) || 20;
  const maxCount = 256;
  const rememberedIds = 1000;
  const pending = new Map();
  const told = new Set();
  let decompressed = Promise.resolve();

  function tell(event, json) {
    let payload;
    try {
      payload = JSON.parse(json);
    } catch (error) {
      channel.emit('pushcast-unreadable', { event, error });
      return;
    }
    channel.emit(event, payload);
  }

  function remember(id) {
    told.add(id);
    if (told.size > rememberedIds) {
      told.delete(told.values().next().value);
    }
  }

  function forget(id) {
    const whole = pending.get(id);
    clearTimeout(whole.timer);
    pending.delete(id);
    remember(id);
    return whole;
  }

  function giveUp(id) {
    const whole = forget(id);
    channel.emit('pushcast-incomplete', {
      id, event: whole.event, received: whole.received, count: whole.count,
    });
  }

  function begin(chunk) {
    const whole = { event: chunk.event, count: chunk.count, parts: new Array(chunk.count), received: 0 };
    whole.timer = setTimeout(() => giveUp(chunk.id), timeout);
    pending.set(chunk.id, whole);
    if (pending.size > maxPending) {
      giveUp(pending.keys().next().value);
    }
    return whole;
  }

  function isChunk(chunk) {
    return chunk && typeof chunk.id === 'string' && typeof chunk.event === 'string' && typeof chunk.part === 'string'
      && Number.isInteger(chunk.count) && chunk.count >= 1 && chunk.count <= maxCount
      && Number.isInteger(chunk.index) && chunk.index >= 0 && chunk.index < chunk.count;
  }

  function receive(event, handler) {
    handlers.set(event, handler);
    channel.bind(event, handler);
  }

  receive('pushcast-chunk', chunk => {
    if (!isChunk(chunk) || told.has(chunk.id)) {
      return;
    }
    const whole = pending.get(chunk.id) || begin(chunk);
    if (chunk.count !== whole.count || whole.parts[chunk.index] !== undefined) {
      return;
    }
    whole.parts[chunk.index] = chunk.part;
    whole.received += 1;
    if (whole.received === whole.count) {
      forget(chunk.id);
      tell(whole.event, whole.parts.join(''));
    }
  });

  async function text(base64) {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).text();
  }

  receive('pushcast-gzip', carrier => {
    if (!carrier || typeof carrier.event !== 'string' || typeof carrier.gzip !== 'string') {
      return;
    }
    // Handlers are called outside of the chain: an exception of theirs must not keep later events back.
    const later = action => queueMicrotask(action);
    decompressed = decompressed.then(() => text(carrier.gzip)).then(
      json => later(() => tell(carrier.event, json)),
      error => later(() => channel.emit('pushcast-unreadable', { event: carrier.event, error })));
  });

  return channel;
})(new WeakMap()));
