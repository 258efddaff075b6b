package io.pushcast.spring.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
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
 * The form in the body of a request, without what is in the request's query, which servlets add to it.
 *
 * <p>A filter may have asked for a parameter before, as Spring Security does, and then the body has been read. So the form is
 * what the parameters have beyond those of the query, whose values come first.
 */
final class ServletForm {

    private static final Logger log = LoggerFactory.getLogger(ServletForm.class);

    private ServletForm() {}

    /** All values of each field, decoded; null if they can't be decoded. */
    static @Nullable Map<String, List<String>> of(HttpServletRequest request) {
        try {
            return withoutQuery(request.getParameterMap(), namesIn(request.getQueryString()));
        } catch (RuntimeException e) {
            // Each server throws another one.
            log.debug("Refused a form that can't be decoded", e);
            return null;
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
