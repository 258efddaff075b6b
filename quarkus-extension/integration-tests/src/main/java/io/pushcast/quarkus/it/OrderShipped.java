package io.pushcast.quarkus.it;

import io.pushcast.mapping.PublishTo;

/** Not public, and annotated twice over: by itself and by what it implements. */
@PublishTo(channel = "shipments", event = "shipped")
record OrderShipped(String orderId) implements OrderEvent {}
