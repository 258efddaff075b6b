package io.pushcast.json.jackson3;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON token by token into Java's own types: no mapper, no classes, and a limit to the depth. */
final class Jackson3Reader {

    /**
     * Names are not kept in Jackson's table of names, which the whole process shares: clients choose them here, and names
     * chosen to collide would fill that table until nothing can be read any more.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonCodec.MAX_DEPTH)
                    .build())
            .build();

    /** As many digits fit into a long for sure. */
    private static final int LONG_DIGITS = 18;

    private Jackson3Reader() {}

    static @Nullable Object read(String json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw failure(parser.currentTokenLocation(), "something follows the value");
            }
            return value;
        } catch (JsonReadException e) {
            throw e;
        } catch (JacksonException e) {
            // Its message, and so the exception itself, would quote the text.
            throw failure(e.getLocation(), reason(e));
        } catch (RuntimeException e) {
            throw failure(null, "it can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deep, or a number or text in it is too long";
        }
        return e instanceof UnexpectedEndOfInputException
                ? "it ends too early"
                : "a character is not what it should be";
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw failure(parser.currentLocation(), "there is no value");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw failure(parser.currentTokenLocation(), "a value is missing");
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static Object number(JsonParser parser, JsonToken token) {
        String digits = parser.getString();
        if (token == JsonToken.VALUE_NUMBER_INT && digits.length() <= LONG_DIGITS) {
            return Long.parseLong(digits);
        }
        BigDecimal number = decimal(parser, digits);
        boolean isLong =
                token == JsonToken.VALUE_NUMBER_INT && number.compareTo(BigDecimal.valueOf(number.longValue())) == 0;
        return isLong ? number.longValue() : number;
    }

    private static BigDecimal decimal(JsonParser parser, String digits) {
        try {
            BigDecimal number = new BigDecimal(digits);
            if (Math.abs((long) number.scale()) <= JsonCodec.MAX_EXPONENT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw failure(parser.currentTokenLocation(), "the number is out of range");
        }
        throw failure(parser.currentTokenLocation(), "the number is out of range");
    }

    private static JsonReadException failure(@Nullable TokenStreamLocation where, String reason) {
        int line = where == null ? 1 : Math.max(1, where.getLineNr());
        int column = where == null ? 1 : Math.max(1, where.getColumnNr());
        return new JsonReadException(line, column, reason);
    }
}
