package org.acme;

import io.pushcast.mapping.PublishTo;

@PublishTo(channel = "orders")
public record OrderPlaced(String orderId) {}
