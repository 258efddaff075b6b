package io.pushcast.quarkus.it;

import io.pushcast.mapping.PublishTo;

/** For others than the one who moved it, whose page shows it already. */
@PublishTo(channel = "moves.{orderId}", toOthers = true)
public record OrderMoved(String orderId, String to) {}
