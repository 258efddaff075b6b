package io.pushcast.json.jackson3;

import io.pushcast.classpath.Library;
import io.pushcast.classpath.LibraryVersions;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import io.pushcast.json.JsonWriteException;
import java.lang.reflect.Type;
import java.util.EventObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads JSON by Jackson 3. Immutable and safe for use by several threads, as far as its mapper is. */
public final class Jackson3Codec implements JsonCodec {

    private final ObjectMapper application;
    private final Map<Class<?>, String> hidden;

    /** Null if the application's can't be copied. */
    private final @Nullable ObjectMapper mapper;

    /**
     * With a mapper of its own: all modules found beside this library, dates and durations as ISO 8601 texts, {@code
     * BigDecimal} in plain notation, enum constants by name, properties in the order in which they are declared, and
     * objects without properties as {@code {}}. This is what Jackson 2 does, so that subscribers see no change when
     * the library changes. Needs Jackson 3.1 or later.
     */
    public Jackson3Codec() {
        this(builder()
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

    /**
     * With the application's mapper, as it is, but that the {@code source} of an {@link EventObject} is never written: who fired
     * an event, often a whole entity or service, is nothing for subscribers.
     */
    public Jackson3Codec(ObjectMapper mapper) {
        this(mapper, Map.of(EventObject.class, "source"));
    }

    private static JsonMapper.Builder builder() {
        LibraryVersions.require(Library.JACKSON_3);
        return JsonMapper.builder();
    }

    private Jackson3Codec(ObjectMapper mapper, Map<Class<?>, String> hidden) {
        LibraryVersions.require(Library.JACKSON_3);
        this.application = Objects.requireNonNull(mapper, "mapper");
        this.hidden = hidden;
        this.mapper = HiddenProperties.copy(mapper, hidden);
    }

    /** The same, but that a property which a type brings along is never written, whatever extends or implements the type. */
    public Jackson3Codec hiding(Class<?> type, String property) {
        Map<Class<?>, String> all = new HashMap<>(hidden);
        all.put(type, property);
        return new Jackson3Codec(application, Map.copyOf(all));
    }

    @Override
    public String write(@Nullable Object value) {
        try {
            return mapperFor(value).writeValueAsString(value);
        } catch (JacksonException e) {
            throw new JsonWriteException(value, path(e), e.getOriginalMessage(), e);
        } catch (JsonWriteException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new JsonWriteException(value, List.of(), e.toString(), e);
        }
    }

    private ObjectMapper mapperFor(@Nullable Object value) {
        if (mapper != null) {
            return mapper;
        }
        hidden.forEach((type, property) -> {
            if (type.isInstance(value)) {
                throw new JsonWriteException(
                        value,
                        List.of(),
                        "its property " + property + " must not be published, and "
                                + application.getClass().getName()
                                + ", which extends Jackson's mapper, can't be copied to leave it out; publish an object that does not"
                                + " extend or implement " + type.getName(),
                        null);
            }
        });
        return application;
    }

    @Override
    public Optional<Set<String>> writtenProperties(Class<?> type) {
        return WrittenProperties.of(mapper == null ? application : mapper, type);
    }

    @Override
    public @Nullable Object read(String json) {
        return Jackson3Reader.read(json);
    }

    @Override
    public @Nullable Object read(String json, Type type) {
        try {
            return application
                    .readerFor(application.constructType(type))
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
        } catch (JacksonException e) {
            throw new JsonReadException(type, path(e), reason(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw new JsonReadException(
                    type, List.of(), "reading it failed with " + e.getClass().getName());
        }
    }

    /** Without the library's own words, which quote what does not fit. */
    private static String reason(JacksonException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "what stands there is no " + mismatch.getTargetType().getTypeName();
        }
        return "StreamReadException".equals(e.getClass().getSimpleName())
                ? "it is no JSON"
                : e.getClass().getSimpleName();
    }

    private static List<String> path(JacksonException e) {
        return e.getPath().stream().map(Jackson3Codec::step).toList();
    }

    private static String step(JacksonException.Reference step) {
        return step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName();
    }
}
