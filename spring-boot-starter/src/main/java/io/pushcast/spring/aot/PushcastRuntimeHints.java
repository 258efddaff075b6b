package io.pushcast.spring.aot;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The files that Pushcast reads from its jars at run time. */
final class PushcastRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources()
                .registerPattern("io/pushcast/outbox/jdbc/*/R__pushcast_outbox_*.sql")
                .registerPattern("META-INF/resources/pushcast/*")
                .registerPattern("META-INF/services/io.pushcast.json.JsonCodecProvider");
    }
}
