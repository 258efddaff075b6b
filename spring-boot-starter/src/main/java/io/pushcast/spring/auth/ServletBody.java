package io.pushcast.spring.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushcast.auth.AuthFormat;
import io.pushcast.auth.AuthRequestReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/**
 * The body of a request, which may have been read before: a filter that asks for a parameter, as Spring Security does, has the
 * servlet container read a form. Then the form is what the parameters have beyond those of the query, whose values come first.
 */
final class ServletBody {

    private static final Logger log = LoggerFactory.getLogger(ServletBody.class);

    private ServletBody() {}

    static byte[] of(HttpServletRequest request, AuthRequestReader reader) throws IOException {
        byte[] body = request.getInputStream().readNBytes(reader.maxBodyBytes() + 1);
        if (body.length > reader.maxBodyBytes()) {
            throw reader.tooLarge();
        }
        return body;
    }

    static byte[] query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? new byte[0] : query.getBytes(ISO_8859_1);
    }

    /** All values of each field, decoded, without what is in the request's query, which servlets add to it. */
    static Map<String, List<String>> form(HttpServletRequest request, AuthRequestReader reader) throws IOException {
        byte[] body = of(request, reader);
        return body.length > 0 ? reader.fields(AuthFormat.FORM, body) : parameters(request, reader);
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request, AuthRequestReader reader) {
        try {
            return withoutQuery(request.getParameterMap(), namesIn(request.getQueryString()));
        } catch (RuntimeException e) {
            // Each server throws another one.
            log.debug("The server can't decode the form", e);
            throw reader.undecodable();
        }
    }

    private static Map<String, List<String>> withoutQuery(
            Map<String, String[]> parameters, Map<String, Integer> timesInQuery) {
        Map<String, List<String>> form = new HashMap<>();
        parameters.forEach((name, values) -> {
            int first = Math.min(timesInQuery.getOrDefault(name, 0), values.length);
            if (first < values.length) {
                form.put(name, List.of(Arrays.copyOfRange(values, first, values.length)));
            }
        });
        return form;
    }

    private static Map<String, Integer> namesIn(@Nullable String query) {
        Map<String, Integer> times = new HashMap<>();
        for (String parameter : StringUtils.tokenizeToStringArray(query, "&")) {
            times.merge(URLDecoder.decode(parameter.split("=", 2)[0], UTF_8), 1, Integer::sum);
        }
        return times;
    }
}
