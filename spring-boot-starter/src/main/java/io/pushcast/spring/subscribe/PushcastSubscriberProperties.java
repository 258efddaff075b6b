package io.pushcast.spring.subscribe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code pushcast.subscriber.*}; see {@link io.pushcast.subscribe.SubscriberBuilder}.
 *
 * @param enabled Whether methods with @Subscribe are called.
 * @param eventIds The field of payloads in which publishers write the id of a message. What has arrived before is dropped. By default none.
 * @param eventSequence The field of payloads in which publishers write the number of a message. What is missing is told as a gap. By default none.
 * @param activityTimeout After how much silence the server is asked whether it is there. What the server says wins.
 * @param pongTimeout How long the server may take to answer that. Then the connection is made anew.
 * @param closeTimeout How long handlers may take to end when the application stops.
 * @param buffer How much may wait for handlers. Then nothing more is read from the server.
 */
@ConfigurationProperties("pushcast.subscriber")
public record PushcastSubscriberProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String eventIds,
        @Nullable String eventSequence,
        @DefaultValue("2m") Duration activityTimeout,
        @DefaultValue("30s") Duration pongTimeout,
        @DefaultValue("10s") Duration closeTimeout,
        @DefaultValue Buffer buffer) {

    /**
     * How much may wait for handlers.
     *
     * @param events How many events.
     * @param size How much they take together.
     */
    public record Buffer(
            @DefaultValue("10000") int events,
            @DefaultValue("32MB") DataSize size) {}
}
