package io.pushcast.json.jackson3;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonWriteException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads JSON by Jackson 3. Immutable and safe for use by several threads, as far as its mapper is. */
public final class Jackson3Codec implements JsonCodec {

    private final ObjectMapper mapper;

    /**
     * With a mapper of its own: all modules found beside this library, dates and durations as ISO 8601 texts, {@code
     * BigDecimal} in plain notation, enum constants by name, properties in the order in which they are declared, and
     * objects without properties as {@code {}}. This is what Jackson 2 does, so that subscribers see no change when
     * the library changes. Needs Jackson 3.1 or later.
     */
    public Jackson3Codec() {
        this(JsonMapper.builder()
                .addModules(JsonMapper.Builder.findModules(Jackson3Codec.class.getClassLoader()))
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DateTimeFeature.WRITE_UTC_AS_OFFSET)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build());
    }

    /** With the application's mapper, as it is. */
    public Jackson3Codec(ObjectMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    @Override
    public String write(@Nullable Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new JsonWriteException(value, path(e), e.getOriginalMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new JsonWriteException(value, List.of(), e.toString(), e);
        }
    }

    @Override
    public @Nullable Object read(String json) {
        return Jackson3Reader.read(json);
    }

    private static List<String> path(JacksonException e) {
        return e.getPath().stream().map(Jackson3Codec::step).toList();
    }

    private static String step(JacksonException.Reference step) {
        return step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName();
    }
}
