package io.pushcast.json.jackson3;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonCodecProvider;
import java.util.Optional;

/** Offers {@link Jackson3Codec} where Jackson 3 is there. For {@link java.util.ServiceLoader}. */
public final class Jackson3CodecProvider implements JsonCodecProvider {

    /** For {@link java.util.ServiceLoader}. */
    public Jackson3CodecProvider() {}

    @Override
    public Optional<JsonCodec> codec() {
        return JsonCodecProvider.isPresent("tools.jackson.databind.json.JsonMapper", Jackson3CodecProvider.class)
                ? Optional.of(new Jackson3Codec())
                : Optional.empty();
    }

    @Override
    public int preference() {
        return JACKSON_3;
    }
}
