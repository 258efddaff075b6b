package io.pushcast.spring.observation;

import io.micrometer.observation.ObservationRegistry;
import io.pushcast.PushcastBuilder;
import io.pushcast.spring.PushcastBuilderCustomizer;

/** Observes what all publishers publish. */
final class PublisherObservation implements PushcastBuilderCustomizer {

    private final ObservationRegistry registry;
    private final CurrentTrace trace;

    PublisherObservation(ObservationRegistry registry, CurrentTrace trace) {
        this.registry = registry;
        this.trace = trace;
    }

    @Override
    public void customize(PushcastBuilder builder) {
        builder.wrapSink(next -> new ObservedSink(next, registry, trace));
    }
}
