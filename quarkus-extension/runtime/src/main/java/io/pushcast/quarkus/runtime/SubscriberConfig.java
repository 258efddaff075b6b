package io.pushcast.quarkus.runtime;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How events are received. */
@ConfigGroup
public interface SubscriberConfig {

    /** Whether methods with `@Subscribe` are called. */
    @WithDefault("true")
    boolean enabled();

    /**
     * The field of payloads in which publishers write the id of a message. What has arrived before is dropped. By default
     * none.
     */
    Optional<String> eventIds();

    /**
     * The field of payloads in which publishers write the number of a message. What is missing is told as a gap. By default
     * none.
     */
    Optional<String> eventSequence();

    /** After how much silence the server is asked whether it is there. What the server says wins. */
    @ConfigDocDefault("2m")
    Optional<Duration> activityTimeout();

    /** How long the server may take to answer that. Then the connection is made anew. */
    @ConfigDocDefault("30s")
    Optional<Duration> pongTimeout();

    /** How long handlers may take to end when the application stops. */
    @WithDefault("10s")
    Duration closeTimeout();

    /** How much may wait for handlers. Then nothing more is read from the server. */
    BufferConfig buffer();

    /** How much may wait for handlers. */
    interface BufferConfig {

        /** How many events. */
        @ConfigDocDefault("10000")
        OptionalInt events();

        /** How much they take together. */
        @ConfigDocDefault("32M")
        Optional<MemorySize> size();
    }
}
