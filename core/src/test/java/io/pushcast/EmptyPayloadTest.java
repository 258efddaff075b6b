package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonWriteException;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import java.util.EventObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmptyPayloadTest {

    static Stream<JsonCodec> codecs() {
        return Stream.of(new Jackson2Codec(), new Jackson3Codec());
    }

    /** As Lombok's fluent accessors and Immutables have it. */
    public static class Fluent {

        private final String customerId = "c-7";
        private final int total = 3;

        public String customerId() {
            return customerId;
        }

        public int total() {
            return total;
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesAnObjectWhosePropertiesJacksonDoesNotSee(JsonCodec codec) {
        assertThatThrownBy(() -> written(codec, new Fluent()))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageContaining(
                        "EmptyPayloadTest$Fluent can't be written as JSON: it would be {}, since Jackson sees"
                                + " none of its properties customerId, total: it looks for getters such as getCustomerId()");
    }

    public static class Marker {}

    public record Nothing() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Optionally(String note) {}

    public static class Annotated {

        @JsonProperty
        private final String customerId = "c-7";

        public String customerId() {
            return customerId;
        }
    }

    public static class Tick extends EventObject {

        private static final long serialVersionUID = 1L;

        public Tick() {
            super("a whole service");
        }
    }

    public static class Written {

        private final Map<String, String> value = Map.of();

        @JsonValue
        public Map<String, String> value() {
            return value;
        }
    }

    @JsonIgnoreProperties("note")
    public record Ignored(String note) {}

    @ParameterizedTest
    @MethodSource("codecs")
    void takesWhatIsEmptyByRight(JsonCodec codec) {
        assertThat(written(codec, new Marker())).isEqualTo("{}");
        assertThat(written(codec, new Nothing())).isEqualTo("{}");
        assertThat(written(codec, new Optionally(null))).isEqualTo("{}");
        assertThat(written(codec, new Tick())).isEqualTo("{}");
        assertThat(written(codec, new Written())).isEqualTo("{}");
        assertThat(written(codec, Map.of())).isEqualTo("{}");
        assertThat(written(codec, new Annotated())).isEqualTo("{\"customerId\":\"c-7\"}");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void saysWhatToDoWhereAllPropertiesAreIgnored(JsonCodec codec) {
        assertThatThrownBy(() -> written(codec, new Ignored("secret")))
                .hasMessageContaining("publish Map.of() if nothing is to be sent")
                .hasMessageNotContaining("secret");
    }

    private static String written(JsonCodec codec, Object payload) {
        AcceptingTransport transport = new AcceptingTransport();
        try (Pushcast pushcast =
                Pushcast.builder().transport(transport).json(codec).build()) {
            pushcast.to("orders")
                    .named("placed")
                    .payload(payload)
                    .publish()
                    .toCompletableFuture()
                    .join();
        }
        return transport.accepted.get(0).data();
    }
}
