package io.pushcast.spring.outbox;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;

/**
 * Changes how the application's {@link JdbcOutboxStore} is built, beyond what {@code pushcast.outbox} says: names a data source
 * to {@linkplain JdbcOutboxStore.Builder#listenOn listen on}, for instance. Beans of this type are called in their order, after
 * the properties have been applied.
 */
@FunctionalInterface
public interface JdbcOutboxStoreBuilderCustomizer {

    /** Changes the builder. */
    void customize(JdbcOutboxStore.Builder builder);
}
