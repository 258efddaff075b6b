package io.pushcast.quarkus.runtime;

import io.pushcast.outbox.AfterDeadLetter;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How messages are stored and delivered from there. */
@ConfigGroup
public interface OutboxConfig {

    /**
     * Whether to create, at the start, those of the outbox's tables that are not there: `always`, `never`, or only in an
     * `embedded` database (H2 in memory). If not, the start fails without them; Flyway or Liquibase can run the files in
     * `io/pushcast/outbox/jdbc`.
     */
    @WithDefault("embedded")
    SchemaInitialization initializeSchema();

    /**
     * The name of the outbox. Services that share its tables and are for the same app give different names. By default the id
     * of the app.
     */
    Optional<String> name();

    /** The schema that the outbox's tables are in. By default the one in which the database finds them. */
    Optional<String> schema();

    /** What the names of the outbox's tables begin with. */
    @ConfigDocDefault("pushcast_outbox")
    Optional<String> tablePrefix();

    /** Whether this instance delivers messages, its own and others'; if not, it only stores them. */
    @WithDefault("true")
    boolean relay();

    /** How long an instance may be silent until others take over its work. The same for all instances. */
    @ConfigDocDefault("10s")
    Optional<Duration> leaseTime();

    /** How often to look for messages that nobody has told of. */
    PollingConfig polling();

    /** How long after its insert a message may be committed and still be delivered in order. */
    @ConfigDocDefault("5s")
    Optional<Duration> overlap();

    /** How much is loaded into memory at a time, in place of the limits of `delivery`. */
    WindowConfig window();

    /** What becomes of the messages behind a dead letter of their key. The same for all instances. */
    @ConfigDocDefault("go-on")
    Optional<AfterDeadLetter> afterDeadLetter();

    /** After how long dead letters are deleted for good; `0` never. */
    @ConfigDocDefault("30d")
    Optional<Duration> retention();

    /** How long the database may take to answer the outbox's own threads until their connection is taken for broken. */
    @ConfigDocDefault("30s")
    Optional<Duration> networkTimeout();

    /** When the outbox's tables are created. */
    enum SchemaInitialization {
        /** At each start, as far as they are missing. */
        ALWAYS,
        /** The same, in a database that lives in this process. */
        EMBEDDED,
        /** Never. */
        NEVER
    }

    /** How often to look for messages that nobody has told of. */
    interface PollingConfig {

        /** How long to wait at first, after something was found. */
        @ConfigDocDefault("20ms")
        Optional<Duration> shortest();

        /** How long to wait at last, while nothing is found. */
        @ConfigDocDefault("1s")
        Optional<Duration> longest();
    }

    /** How much is loaded into memory at a time. */
    interface WindowConfig {

        /** How many messages. */
        @ConfigDocDefault("10000")
        OptionalInt messages();

        /** How much they take together. */
        @ConfigDocDefault("16M")
        Optional<MemorySize> size();
    }
}
