package io.pushcast.spring.outbox;

import io.pushcast.outbox.AfterDeadLetter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code pushcast.outbox.*}; see {@link io.pushcast.outbox.Outbox}.
 *
 * @param enabled Whether messages are stored in the application's database, in its transactions, and delivered from there.
 * @param name The name of the outbox. Services that share its tables and are for the same app give different names. By default the id of the app.
 * @param schema The schema that the outbox's tables are in. By default the one in which the database finds them.
 * @param tablePrefix What the names of the outbox's tables begin with.
 * @param initializeSchema Whether to create the outbox's tables at the start, as far as they are missing.
 * @param relay Whether this instance delivers messages, its own and others'. If not, it only stores them.
 * @param leaseTime How long an instance may be silent until others take over its work. The same for all instances.
 * @param overlap How long after its insert a message may be committed and still be delivered in order.
 * @param retention After how long dead letters are deleted for good. 0 keeps them for ever.
 * @param afterDeadLetter What becomes of the messages behind a dead letter of their key. The same for all instances.
 * @param networkTimeout How long the database may take to answer until a connection is taken for broken.
 * @param polling How often to look for messages that nobody has told of.
 * @param window How much is loaded into memory at a time.
 */
@ConfigurationProperties("pushcast.outbox")
public record PushcastOutboxProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String name,
        @Nullable String schema,
        @DefaultValue("pushcast_outbox") String tablePrefix,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @DefaultValue("true") boolean relay,
        @DefaultValue("10s") Duration leaseTime,
        @DefaultValue("5s") Duration overlap,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("go-on") AfterDeadLetter afterDeadLetter,
        @DefaultValue("30s") Duration networkTimeout,
        @DefaultValue Polling polling,
        @DefaultValue Window window) {

    /**
     * How often to look for messages that nobody has told of.
     *
     * @param shortest How long to wait at first, after something was found.
     * @param longest How long to wait at last, while nothing is found.
     */
    public record Polling(
            @DefaultValue("20ms") Duration shortest,
            @DefaultValue("1s") Duration longest) {}

    /**
     * How much is loaded into memory at a time, in place of the limits of pushcast.delivery.
     *
     * @param messages How many messages.
     * @param size How much they take together.
     */
    public record Window(
            @DefaultValue("10000") int messages,
            @DefaultValue("16MB") DataSize size) {}
}
