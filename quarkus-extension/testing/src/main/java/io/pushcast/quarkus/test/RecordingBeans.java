package io.pushcast.quarkus.test;

import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.Limits;
import io.pushcast.quarkus.runtime.TransactionBinding;
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
    RecordingPublisher publisher(
            EventMappings mappings, JsonCodec json, Limits limits, TransactionBinding transactions) {
        return RecordingPublisher.create(publisher ->
                publisher.mappings(mappings).json(json).limits(limits).wrapSink(transactions::bind));
    }

    void close(@Disposes RecordingPublisher publisher) {
        publisher.close();
    }
}
