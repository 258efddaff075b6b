package io.pushcast.spring;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableTypeProvider;

/** Keeps out of payloads what Spring's own types add to the application's events. Core does so with the event's source. */
final class SpringEventProperties {

    private SpringEventProperties() {}

    /** The same codec, but that it leaves them out. One of the application's own is left as it is. */
    static JsonCodec hidden(JsonCodec codec) {
        if (codec instanceof Jackson3Codec jackson) {
            return jackson.hiding(ApplicationEvent.class, "timestamp")
                    .hiding(ResolvableTypeProvider.class, "resolvableType");
        }
        if (codec instanceof Jackson2Codec jackson) {
            return jackson.hiding(ApplicationEvent.class, "timestamp")
                    .hiding(ResolvableTypeProvider.class, "resolvableType");
        }
        return codec;
    }
}
