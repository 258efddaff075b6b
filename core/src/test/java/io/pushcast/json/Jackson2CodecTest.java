package io.pushcast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pushcast.json.jackson2.Jackson2Codec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Jackson2CodecTest extends CodecContract {

    record Customer(String firstName) {}

    Jackson2CodecTest() {
        super(new Jackson2Codec());
    }

    @Test
    void writesAsTheApplicationsMapperDoes() {
        ObjectMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        assertThat(new Jackson2Codec(mapper).write(new Customer("Ann"))).isEqualTo("{\"first_name\":\"Ann\"}");
    }

    @Test
    void writesItsOwnTreeAsItIs() throws Exception {
        assertThat(new Jackson2Codec().write(new ObjectMapper().readTree("{\"json\":true}")))
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

        assertThatThrownBy(() -> new Jackson2Codec(mapper).write(endless))
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
        Jackson2Codec codec = new Jackson2Codec().hiding(Labelled.class, "label");

        assertThat(codec.write(new Order("o-1"))).isEqualTo("{\"id\":\"o-1\"}");
        assertThat(codec.write(new Changed())).isEqualTo("{\"orderId\":\"o-1\"}");
        assertThat(new Jackson2Codec().write(new Order("o-1"))).contains("own");
    }

    @Test
    void refusesAnEventObjectWhereAMapperCannotBeCopied() {
        class Own extends com.fasterxml.jackson.databind.ObjectMapper {
            private static final long serialVersionUID = 1L;
        }
        Jackson2Codec codec = new Jackson2Codec(new Own());

        assertThat(codec.write(new Customer("Ann"))).isEqualTo("{\"firstName\":\"Ann\"}");
        assertThatThrownBy(() -> codec.write(new Changed()))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageContaining("its property source must not be published");
    }
}
