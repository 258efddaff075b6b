package io.pushcast.examples.benchmarks;

import java.util.concurrent.CompletionStage;

/** What can publish one event and tell when just that one was accepted. */
interface SingleEventPublisher extends AutoCloseable {

    /** What it is called in a report. */
    String name();

    CompletionStage<?> send(OrderPlaced order);

    @Override
    void close();
}
