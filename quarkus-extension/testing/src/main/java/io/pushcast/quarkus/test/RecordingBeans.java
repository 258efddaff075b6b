package io.pushcast.quarkus.test;

import io.pushcast.quarkus.runtime.event.PublisherSetup;
import io.pushcast.quarkus.runtime.event.TransactionBinding;
import io.pushcast.testing.RecordingPublisher;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The recording publisher in place of the sending one; chosen by {@link RecordingProfile}. */
@Alternative
@Singleton
public class RecordingBeans {

    /** For the container. */
    public RecordingBeans() {}

    /** A publisher, and what is asked about what was published. */
    @Produces
    @Singleton
    RecordingPublisher publisher(PublisherSetup setup, TransactionBinding transactions) {
        return RecordingPublisher.create(publisher -> setup.configure(publisher).wrapSink(transactions::bind));
    }

    void close(@Disposes RecordingPublisher publisher) {
        publisher.close();
    }
}
