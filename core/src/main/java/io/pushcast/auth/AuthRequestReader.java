package io.pushcast.auth;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import io.pushcast.text.LogText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of clients that ask {@link ChannelAuthEndpoint} or {@link UserAuthEndpoint}, whatever web framework brings
 * them. Immutable and safe for use by several threads.
 *
 * <p>The framework asks {@link #format} before it reads the body, reads no more than {@link #maxBodyBytes()} of it, and has
 * {@link #fields} take it apart. Each refusal is logged at DEBUG.
 */
public final class AuthRequestReader {

    private static final Logger log = LoggerFactory.getLogger(AuthRequestReader.class);

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final String JSON_TYPE = "application/json";

    private final JsonCodec json;
    private final Set<AuthFormat> accepted;
    private final String setting;

    /**
     * Reads requests in these formats.
     *
     * @param json reads bodies in JSON
     * @param accepted the formats that clients may use
     * @param setting what an operator changes to accept others, for the log
     * @throws IllegalArgumentException if there is no format
     */
    public AuthRequestReader(JsonCodec json, Collection<AuthFormat> accepted, String setting) {
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " must name at least one of form, json and query; without any, no client can ask");
        }
        this.json = Objects.requireNonNull(json, "json");
        this.accepted = EnumSet.copyOf(accepted);
        this.setting = Objects.requireNonNull(setting, "setting");
    }

    /** How many bytes of a body are worth reading. For a longer one, there is {@link #tooLarge()}. */
    public int maxBodyBytes() {
        return MAX_BODY_BYTES;
    }

    /**
     * The format of a request.
     *
     * <p>Of a {@code Content-Type} that lists several types the first counts: browsers join the type that pusher-js sets with
     * one from the page's {@code auth.headers}, as in {@code application/x-www-form-urlencoded, application/json}. Parameters
     * such as {@code charset} are not looked at: the text is UTF-8.
     *
     * @param method the request's method; all but GET count as POST
     * @param contentType the header as it was sent; null if it is missing
     * @throws AuthRequestException if no request of that kind is accepted
     */
    public AuthFormat format(String method, @Nullable String contentType) {
        if (method.equals("GET")) {
            if (accepted.contains(AuthFormat.QUERY)) {
                return AuthFormat.QUERY;
            }
            throw refusal(405, "GET is not accepted here; send a POST with " + posted(), "it is a GET");
        }
        String type = firstType(contentType);
        if (type.equals(FORM_TYPE) && accepted.contains(AuthFormat.FORM)) {
            return AuthFormat.FORM;
        }
        if (type.equals(JSON_TYPE) && accepted.contains(AuthFormat.JSON)) {
            return AuthFormat.JSON;
        }
        throw refusal(
                415,
                "The Content-Type is not accepted here; send " + posted(),
                "its Content-Type is " + (contentType == null ? "missing" : LogText.quoted(contentType)));
    }

    /**
     * The fields of a request, decoded; of each, all values that were sent.
     *
     * @param text the body, or the query as it stands in the URL, without the question mark
     * @throws AuthRequestException if the text does not have that format
     */
    public Map<String, List<String>> fields(AuthFormat format, byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        return format == AuthFormat.JSON ? ofJson(decoded) : ofForm(decoded);
    }

    /** To be thrown for a body of more than {@link #maxBodyBytes()}. */
    public AuthRequestException tooLarge() {
        return refusal(413, "The body has more than " + MAX_BODY_BYTES + " bytes", "its body is too large");
    }

    /** To be thrown for a form that a web server has tried to decode and could not. */
    public AuthRequestException undecodable() {
        return refusal(400, "The form can't be decoded", "its form can't be decoded");
    }

    private Map<String, List<String>> ofForm(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw undecodable();
        }
    }

    private Map<String, List<String>> ofJson(String text) {
        if (!(parse(text) instanceof Map<?, ?> object)) {
            throw refusal(400, "The body is no JSON object", "its body is no JSON object");
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> addTo(fields, String.valueOf(name), value));
        return fields;
    }

    private @Nullable Object parse(String text) {
        try {
            return json.read(text);
        } catch (JsonReadException e) {
            throw refusal(400, "The body is no JSON", String.valueOf(e.getMessage()));
        } catch (UnsupportedOperationException e) {
            throw refusal(
                    415,
                    "JSON can't be read here; send " + AuthFormat.FORM.description(),
                    String.valueOf(e.getMessage()));
        }
    }

    /** Several channels get the names that they have in a form. What is no text is nobody's field. */
    private static void addTo(Map<String, List<String>> fields, String name, @Nullable Object value) {
        if (value instanceof String text) {
            fields.put(name, List.of(text));
        } else if (value instanceof List<?> texts) {
            for (int i = 0; i < texts.size(); i++) {
                addTo(fields, name + "[" + i + "]", texts.get(i));
            }
        }
    }

    private static String firstType(@Nullable String contentType) {
        return contentType == null
                ? ""
                : contentType.split("[,;]", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private String posted() {
        return accepted.stream().map(AuthFormat::description).collect(Collectors.joining(" or "));
    }

    private AuthRequestException refusal(int status, String reason, String logged) {
        log.debug("Refused a request to an auth endpoint: {}; accepted are {} ({})", logged, posted(), setting);
        return new AuthRequestException(status, reason);
    }
}
