package io.pushcast.quarkus.runtime.observation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.quarkus.OutboxHeaders;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One span per message, from when it is handed to the delivery until it has its outcome, in the trace in which it was
 * published: also when the outbox has kept it meanwhile, and when another instance delivers it. Safe for use by several
 * threads.
 */
@Singleton
public class DeliveryTracing implements DeliveryListener, OutboxListener, OutboxHeaders {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> EVENT = AttributeKey.stringKey("pushcast.event");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final Map<String, Context> loaded = new ConcurrentHashMap<>();
    private final Map<String, Span> open = new ConcurrentHashMap<>();

    DeliveryTracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("io.pushcast");
    }

    /** The trace of the calling thread, as it is stored beside a message. */
    @Override
    public Map<String, String> current() {
        Map<String, String> headers = new HashMap<>();
        telemetry
                .getPropagators()
                .getTextMapPropagator()
                .inject(
                        Context.current(),
                        headers,
                        (carrier, name, value) ->
                                Objects.requireNonNull(carrier).put(name, value));
        return headers;
    }

    @Override
    public void onLoaded(StoredRecord message) {
        Map<String, String> headers = message.content().headersByName();
        Context context = telemetry
                .getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), headers, HeaderGetter.INSTANCE);
        loaded.put(message.content().messageId(), context);
    }

    @Override
    public void onPublished(ChannelMessage message) {
        Context stored = loaded.remove(message.id());
        Span span = tracer.spanBuilder("publish " + message.event())
                .setParent(stored == null ? Context.current() : stored)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(SYSTEM, "pusher")
                .setAttribute(OPERATION, "send")
                .setAttribute(
                        DESTINATION,
                        message.channels().stream().map(ChannelName::value).collect(Collectors.joining(",")))
                .setAttribute(MESSAGE_ID, message.id())
                .setAttribute(EVENT, message.event())
                .startSpan();
        open.put(message.id(), span);
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        Span span = open.remove(message.id());
        if (span != null) {
            span.end();
        }
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        Span span = open.remove(message.id());
        if (span != null) {
            String reason = failure.reason().name().toLowerCase(Locale.ROOT);
            if (failure.reason() != DeliveryException.Reason.LEFT_IN_OUTBOX) {
                span.setStatus(StatusCode.ERROR, reason);
            }
            span.setAttribute(ERROR, reason);
            span.end();
        }
    }

    /** Reads headers as they were stored. */
    private enum HeaderGetter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }
}
