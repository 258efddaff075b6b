package io.pushcast.spring.event.sound;

import io.pushcast.mapping.PublishTo;

/** Types as applications have them. */
public interface ValidEvents {

    @PublishTo(channel = "a.{id}")
    record Nested(String id) {}

    @PublishTo(channel = "b")
    interface Marker {}

    @PublishTo(channel = "c")
    @PublishTo(channel = "d")
    final class Twice {}

    record Marked(String text) implements Marker {}

    @PublishTo(channel = "e.{id}")
    class Base {

        public String getId() {
            return "1";
        }
    }

    abstract class Between extends Base {}

    final class Inheriting extends Between {}

    final class Plain {}
}
