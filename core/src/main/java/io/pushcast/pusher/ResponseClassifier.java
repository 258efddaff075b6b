package io.pushcast.pusher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pushcast.http.HttpResponse;
import io.pushcast.transport.Outcome;
import java.time.Instant;
import java.util.regex.Pattern;

/** Says what a server's answer means. Pusher documents some of it; the rest is what compatible servers do. */
final class ResponseClassifier {

    private static final int MAX_BODY = 1_000;

    /** "Timestamp expired" and the like; not the {@code auth_timestamp=} of a query that the server repeats. */
    private static final Pattern TIMESTAMP = Pattern.compile("timestamp(?!=)", Pattern.CASE_INSENSITIVE);

    private static final Pattern CODE = Pattern.compile("[1-9]\\d{2,5}");

    private ResponseClassifier() {}

    /**
     * What became of a request with so many messages.
     *
     * @param now to know how long it is to a date that the server names
     */
    static Outcome classify(HttpResponse answer, int messages, Instant now) {
        int status = status(answer);
        if (isSuccess(status)) {
            return Outcome.Accepted.INSTANCE;
        }
        String body = shortened(answer.body());
        return switch (status) {
            // 407 comes from a proxy that does not know us: like wrong credentials, it does not pass by itself.
            case 401, 403, 407 -> new Outcome.Suspended(status, body);
            // A server without batches answers 404 to a batch, so that only a single message tells an unknown app.
            case 404 -> messages == 1 ? new Outcome.Suspended(status, body) : new Outcome.Rejected(status, body);
            case 408, 425, 429 -> retryable(Outcome.Kind.THROTTLED, status, body, answer, now);
            default ->
                status >= 500
                        ? retryable(Outcome.Kind.OUTAGE, status, body, answer, now)
                        : new Outcome.Rejected(status, body);
        };
    }

    /** Whether the server refuses the request for the time at which it was signed, by the server's clock. */
    static boolean isClockSkew(Outcome outcome) {
        return outcome instanceof Outcome.Suspended suspended && isClockSkew(suspended.status(), suspended.body());
    }

    /** Whether the server refuses a request for the time at which it was signed, by the server's clock. */
    static boolean isClockSkew(int status, String body) {
        return status == 401 && TIMESTAMP.matcher(body).find();
    }

    /** The HTTP status; for servers that say 200 to an error, the status in its body. */
    static int status(HttpResponse answer) {
        return isSuccess(answer.status()) ? statusInBody(answer) : answer.status();
    }

    private static Outcome retryable(Outcome.Kind kind, int status, String body, HttpResponse answer, Instant now) {
        String header = answer.header("Retry-After");
        return new Outcome.Retryable(kind, status, body, RetryAfter.parse(header, now), null);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** soketi answers 200 to nearly every error, with {@code {"error":"…","code":413}} as body. */
    private static int statusInBody(HttpResponse answer) {
        String body = answer.body();
        if (!body.contains("\"error\"") || !body.contains("\"code\"")) {
            return answer.status();
        }
        JsonElement json;
        try {
            json = JsonParser.parseString(body);
        } catch (JsonParseException e) {
            return answer.status();
        }
        int code = json.isJsonObject() ? errorCode(json.getAsJsonObject()) : 0;
        return code >= 400 ? code : answer.status();
    }

    private static int errorCode(JsonObject object) {
        JsonElement error = object.get("error");
        JsonElement code = object.get("code");
        if (error == null || error.isJsonNull() || code == null || !code.isJsonPrimitive()) {
            return 0;
        }
        String digits = code.getAsString();
        return CODE.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    }

    private static String shortened(String body) {
        if (body.length() <= MAX_BODY) {
            return body;
        }
        boolean splitsPair = Character.isHighSurrogate(body.charAt(MAX_BODY - 1));
        return body.substring(0, splitsPair ? MAX_BODY - 1 : MAX_BODY);
    }
}
