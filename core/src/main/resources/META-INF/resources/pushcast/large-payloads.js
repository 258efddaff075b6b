/*
 * Receives payloads that a service published with LargePayload.CHUNK or LargePayload.GZIP, as if they had come whole.
 *
 *   const channel = receiveLargePayloads(pusher.subscribe('private-reports'));
 *   channel.bind('report-finished', report => { ... });
 *
 * Works with pusher-js 7 and later: with channels of all kinds, and with pusher.user. Parts may come twice and in any
 * order; the event is told once. When a part is missing for longer than `timeout` (60 000 ms), or more than `maxPending`
 * (20) payloads are incomplete, what there is is forgotten and the handlers of 'pushcast-incomplete' are told
 * { id, event, received, count }. Which one is forgotten then: the oldest of the sender with the most, so that one who sends
 * parts without an end costs the others nothing. (What stands before the last hyphen of an id is its sender.)
 *
 * What is received is bounded, whoever sends it: a payload has up to `maxLength` (8 388 608) characters or, when compressed,
 * bytes, and all incomplete ones together twice as many. What is larger, can't be decompressed or parsed, or carries an event
 * that no publisher may use (pusher:…, pusher_internal:…, client-…) or another carrier is not told; the handlers of
 * 'pushcast-unreadable' are told { event, error }.
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
  const maxLength = (options && options.maxLength) || 8 * 1024 * 1024;
  const maxCount = 256;
  const maxIdLength = 200;
  // Those of Pusher and of clients, whose word is not the server's, and those of this script.
  const reserved = /^(pusher:|pusher_internal:|client-|pushcast-(chunk|gzip|incomplete|unreadable)$)/;
  const rememberedIds = 1000;
  const pending = new Map();
  const told = new Set();
  let pendingLength = 0;
  let decompressed = Promise.resolve();

  function unreadable(event, reason) {
    channel.emit('pushcast-unreadable', { event, error: reason instanceof Error ? reason : new Error(reason) });
  }

  function isAllowed(event) {
    if (!reserved.test(event)) {
      return true;
    }
    unreadable(event, 'no publisher may use this name');
    return false;
  }

  function tell(event, json) {
    let payload;
    try {
      payload = JSON.parse(json);
    } catch (error) {
      unreadable(event, error);
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
    pendingLength -= whole.length;
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

  function senderOf(id) {
    return id.slice(0, Math.max(0, id.lastIndexOf('-')));
  }

  /** The oldest one of the sender with the most; of senders with as many, that with the oldest. */
  function mostDispensable() {
    const ids = new Map();
    pending.forEach((whole, id) => {
      const sender = senderOf(id);
      ids.set(sender, (ids.get(sender) || []).concat(id));
    });
    return Array.from(ids.values()).reduce((most, each) => each.length > most.length ? each : most)[0];
  }

  function begin(chunk) {
    const whole = { event: chunk.event, count: chunk.count, parts: new Array(chunk.count), received: 0, length: 0 };
    whole.timer = setTimeout(() => giveUp(chunk.id), timeout);
    pending.set(chunk.id, whole);
    if (pending.size > maxPending) {
      giveUp(mostDispensable());
    }
    return whole;
  }

  function take(chunk, whole) {
    whole.parts[chunk.index] = chunk.part;
    whole.received += 1;
    whole.length += chunk.part.length;
    pendingLength += chunk.part.length;
  }

  function isChunk(chunk) {
    return chunk && typeof chunk.id === 'string' && chunk.id.length <= maxIdLength && typeof chunk.event === 'string' && typeof chunk.part === 'string'
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
    if (!pending.has(chunk.id) && !isAllowed(chunk.event)) {
      remember(chunk.id);
      return;
    }
    const whole = pending.get(chunk.id) || begin(chunk);
    // It may have been given up at once.
    if (!pending.has(chunk.id) || chunk.count !== whole.count || whole.parts[chunk.index] !== undefined) {
      return;
    }
    take(chunk, whole);
    if (whole.length > maxLength) {
      forget(chunk.id);
      unreadable(whole.event, 'it has more than ' + maxLength + ' characters');
    } else if (whole.received === whole.count) {
      forget(chunk.id);
      tell(whole.event, whole.parts.join(''));
    }
    while (pendingLength > 2 * maxLength) {
      giveUp(mostDispensable());
    }
  });

  async function text(base64) {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    const decoder = new TextDecoder();
    let json = '';
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return json + decoder.decode();
      }
      length += value.length;
      if (length > maxLength) {
        // Nothing more of it is decompressed; that this ends in an error too says nothing new.
        reader.cancel().catch(() => undefined);
        throw new Error('it has more than ' + maxLength + ' bytes');
      }
      json += decoder.decode(value, { stream: true });
    }
  }

  receive('pushcast-gzip', carrier => {
    if (!carrier || typeof carrier.event !== 'string' || typeof carrier.gzip !== 'string'
        || !isAllowed(carrier.event)) {
      return;
    }
    // Handlers are called outside of the chain: an exception of theirs must not keep later events back.
    const later = action => queueMicrotask(action);
    decompressed = decompressed.then(() => text(carrier.gzip)).then(
      json => later(() => tell(carrier.event, json)),
      error => later(() => unreadable(carrier.event, error)));
  });

  return channel;
})(new WeakMap()));
