package io.pushcast.spring.outbox;

import io.pushcast.outbox.Outbox;

/**
 * Changes how the application's {@link Outbox} is built, beyond what {@code pushcast.outbox} says. Beans of this type are
 * called in their order, after the properties have been applied.
 */
@FunctionalInterface
public interface OutboxBuilderCustomizer {

    /** Changes the builder. */
    void customize(Outbox.Builder builder);
}
