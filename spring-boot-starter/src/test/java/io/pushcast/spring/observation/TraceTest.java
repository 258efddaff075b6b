package io.pushcast.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.pushcast.EventPublisher;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A trace goes through the outbox, with OpenTelemetry. */
class TraceTest {

    private final Ended ended = new Ended();
    private final List<String> stored = new CopyOnWriteArrayList<>();

    @Test
    void whoDeliversContinuesTheTraceOfWhoPublished() {
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(ended).build();
        io.opentelemetry.api.trace.Tracer otel = provider.get("test");
        Tracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        Propagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new PropagatingSenderTracingObservationHandler<>(tracer, propagator))
                .observationHandler(new PropagatingReceiverTracingObservationHandler<>(tracer, propagator));

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PushcastObservationAutoConfiguration.class,
                        PushcastOutboxAutoConfiguration.class,
                        PushcastAutoConfiguration.class,
                        DataSourceAutoConfiguration.class))
                .withBean(RecordingTransport.class)
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(OutboxListener.class, () -> new OutboxListener() {
                    @Override
                    public void onLoaded(StoredRecord message) {
                        stored.add(
                                String.valueOf(message.content().headersByName().get("traceparent")));
                    }
                })
                .withPropertyValues(
                        "pushcast.url=http://k:s@localhost:6001/apps/1",
                        "pushcast.outbox.enabled=true",
                        "spring.datasource.generate-unique-name=true")
                .run(context -> {
                    context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
                    await().until(() -> ended.spans.size() == 2);
                });

        SpanData published = ended.spans.get(0);
        SpanData delivered = ended.spans.get(1);
        assertThat(stored).singleElement().asString().contains(published.getTraceId(), published.getSpanId());
        assertThat(delivered.getTraceId()).isEqualTo(published.getTraceId());
        assertThat(delivered.getParentSpanId()).isEqualTo(published.getSpanId());
        assertThat(published.getName()).isEqualTo("order-placed publish");
        assertThat(delivered.getName()).isEqualTo("order-placed deliver");
    }

    private static final class Ended implements SpanProcessor {

        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
