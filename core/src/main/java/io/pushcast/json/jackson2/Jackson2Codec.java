package io.pushcast.json.jackson2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonWriteException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes and reads JSON by Jackson 2. Immutable and safe for use by several threads, as far as its mapper is. */
public final class Jackson2Codec implements JsonCodec {

    private final ObjectMapper mapper;

    /**
     * With a mapper of its own: all modules found beside this library, dates and durations as ISO 8601 texts, {@code
     * BigDecimal} in plain notation, and objects without properties as {@code {}}. Of {@code
     * com.fasterxml.jackson.datatype}, the module {@code jackson-datatype-jsr310} must be there for {@code java.time}
     * and {@code jackson-datatype-jdk8} for {@code Optional}.
     */
    public Jackson2Codec() {
        this(JsonMapper.builder()
                .addModules(JsonMapper.Builder.findModules(Jackson2Codec.class.getClassLoader()))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build());
    }

    /** With the application's mapper, as it is. */
    public Jackson2Codec(ObjectMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    @Override
    public String write(@Nullable Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new JsonWriteException(value, path(e), e.getOriginalMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new JsonWriteException(value, List.of(), e.toString(), e);
        }
    }

    @Override
    public @Nullable Object read(String json) {
        return Jackson2Reader.read(json);
    }

    private static List<String> path(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(Jackson2Codec::step).toList()
                : List.of();
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
    }
}
