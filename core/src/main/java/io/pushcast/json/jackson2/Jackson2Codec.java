package io.pushcast.json.jackson2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/** Writes and reads JSON by Jackson 2. Immutable and safe for use by several threads, as far as its mapper is. */
public final class Jackson2Codec implements JsonCodec {

    private final ObjectMapper application;
    private final Map<Class<?>, String> hidden;

    /** Null if the application's can't be copied. */
    private final @Nullable ObjectMapper mapper;

    /**
     * With a mapper of its own: all modules found beside this library, dates and durations as ISO 8601 texts, {@code
     * BigDecimal} in plain notation, and objects without properties as {@code {}}. Of {@code
     * com.fasterxml.jackson.datatype}, the module {@code jackson-datatype-jsr310} must be there for {@code java.time}
     * and {@code jackson-datatype-jdk8} for {@code Optional}.
     */
    public Jackson2Codec() {
        this(builder()
                .addModules(JsonMapper.Builder.findModules(Jackson2Codec.class.getClassLoader()))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build());
    }

    /**
     * With the application's mapper, as it is, but that the {@code source} of an {@link EventObject} is never written: who fired
     * an event, often a whole entity or service, is nothing for subscribers.
     */
    public Jackson2Codec(ObjectMapper mapper) {
        this(mapper, Map.of(EventObject.class, "source"));
    }

    private static JsonMapper.Builder builder() {
        LibraryVersions.require(Library.JACKSON_2);
        return JsonMapper.builder();
    }

    private Jackson2Codec(ObjectMapper mapper, Map<Class<?>, String> hidden) {
        LibraryVersions.require(Library.JACKSON_2);
        this.application = Objects.requireNonNull(mapper, "mapper");
        this.hidden = hidden;
        this.mapper = HiddenProperties.copy(mapper, hidden);
    }

    /** The same, but that a property which a type brings along is never written, whatever extends or implements the type. */
    public Jackson2Codec hiding(Class<?> type, String property) {
        Map<Class<?>, String> all = new HashMap<>(hidden);
        all.put(type, property);
        return new Jackson2Codec(application, Map.copyOf(all));
    }

    @Override
    public String write(@Nullable Object value) {
        try {
            return mapperFor(value).writeValueAsString(value);
        } catch (JsonProcessingException e) {
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
        return Jackson2Reader.read(json);
    }

    @Override
    public @Nullable Object read(String json, Type type) {
        try {
            return application
                    .readerFor(application.constructType(type))
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
        } catch (JsonProcessingException e) {
            throw new JsonReadException(type, path(e), reason(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw new JsonReadException(
                    type, List.of(), "reading it failed with " + e.getClass().getName());
        }
    }

    /** Without the library's own words, which quote what does not fit. */
    private static String reason(JsonProcessingException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "what stands there is no " + mismatch.getTargetType().getTypeName();
        }
        return "JsonParseException".equals(e.getClass().getSimpleName())
                ? "it is no JSON"
                : e.getClass().getSimpleName();
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
