package io.pushcast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.json.jackson3.Jackson3Codec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class Jackson3CodecTest extends CodecContract {

    record Customer(String firstName) {}

    Jackson3CodecTest() {
        super(new Jackson3Codec());
    }

    @Test
    void writesAsTheApplicationsMapperDoes() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        assertThat(new Jackson3Codec(mapper).write(new Customer("Ann"))).isEqualTo("{\"first_name\":\"Ann\"}");
    }

    @Test
    void writesItsOwnTreeAsItIs() {
        assertThat(new Jackson3Codec().write(JsonMapper.shared().readTree("{\"json\":true}")))
                .isEqualTo("{\"json\":true}");
    }

    @Test
    void refusesWhatIsNestedTooDeepForTheStack() {
        JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(Integer.MAX_VALUE)
                                .build())
                        .build())
                .build();
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        assertThatThrownBy(() -> new Jackson3Codec(mapper).write(endless))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageStartingWith("java.util.ArrayList can't be written as JSON: ")
                .hasMessageContaining("StackOverflowError");
    }

    interface Labelled {

        default String getLabel() {
            return "internal";
        }
    }

    record Order(String id) implements Labelled {

        @Override
        public String getLabel() {
            return "own";
        }
    }

    @Test
    void hidesAPropertyOfAType() {
        Jackson3Codec codec = new Jackson3Codec().hiding(Labelled.class, "label");

        assertThat(codec.write(new Order("o-1"))).isEqualTo("{\"id\":\"o-1\"}");
        assertThat(codec.write(new Changed())).isEqualTo("{\"orderId\":\"o-1\"}");
        assertThat(new Jackson3Codec().write(new Order("o-1"))).contains("own");
    }

    @Test
    void refusesAnEventObjectWhereAMapperCannotBeCopied() {
        class Own extends tools.jackson.databind.ObjectMapper {
            private static final long serialVersionUID = 1L;
        }
        Jackson3Codec codec = new Jackson3Codec(new Own());

        assertThat(codec.write(new Customer("Ann"))).isEqualTo("{\"firstName\":\"Ann\"}");
        assertThatThrownBy(() -> codec.write(new Changed()))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageContaining("its property source must not be published");
    }
}
