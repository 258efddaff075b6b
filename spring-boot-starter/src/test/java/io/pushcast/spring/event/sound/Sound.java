package io.pushcast.spring.event.sound;

import io.pushcast.mapping.PublishTo;

/** Types as applications have them. */
public interface Sound {

    @PublishTo(channel = "a.{id}")
    record Nested(String id) {}

    @PublishTo(channel = "b")
    interface Marker {}

    @PublishTo(channel = "c")
    @PublishTo(channel = "d")
    final class Twice {}

    final class Plain {}
}
