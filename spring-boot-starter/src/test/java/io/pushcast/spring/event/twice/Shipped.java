package io.pushcast.spring.event.twice;

import io.pushcast.mapping.PublishTo;
import org.springframework.modulith.events.Externalized;

/** Has both annotations. */
@Externalized("private-shipped.{id}")
@PublishTo(channel = "private-shipped.{id}")
public record Shipped(String id) {}
