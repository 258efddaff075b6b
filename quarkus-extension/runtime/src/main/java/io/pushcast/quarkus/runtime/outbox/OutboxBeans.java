package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.quarkus.OutboxHeaders;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The outbox as a bean, which gives way to one of the application's own. {@link OutboxListener} beans are told what the relay
 * of this instance does.
 */
@Singleton
public class OutboxBeans {

    /** For the container. */
    public OutboxBeans() {}

    /** Stores messages in the transaction in which they are published. */
    @Produces
    @Singleton
    @DefaultBean
    @Typed(Outbox.class)
    Outbox outbox(
            OutboxStore store,
            PushcastConfig config,
            @All List<OutboxHeaders> headers,
            @All List<OutboxListener> listeners) {
        return OutboxSetup.outbox(store, config.outbox(), headers, listeners);
    }
}
