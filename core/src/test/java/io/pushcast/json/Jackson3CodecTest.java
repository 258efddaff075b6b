package io.pushcast.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.json.jackson3.Jackson3Codec;
import org.junit.jupiter.api.Test;
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
}
