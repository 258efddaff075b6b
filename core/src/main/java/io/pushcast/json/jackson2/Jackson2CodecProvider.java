package io.pushcast.json.jackson2;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonCodecProvider;
import java.util.Optional;

/** Offers {@link Jackson2Codec} where Jackson 2 is there. For {@link java.util.ServiceLoader}. */
public final class Jackson2CodecProvider implements JsonCodecProvider {

    /** For {@link java.util.ServiceLoader}. */
    public Jackson2CodecProvider() {}

    @Override
    public Optional<JsonCodec> codec() {
        return JsonCodecProvider.isPresent(
                        "com.fasterxml.jackson.databind.json.JsonMapper", Jackson2CodecProvider.class)
                ? Optional.of(new Jackson2Codec())
                : Optional.empty();
    }

    @Override
    public int preference() {
        return JACKSON_2;
    }
}
