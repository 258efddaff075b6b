package io.pushcast.pusher;

import io.pushcast.http.HttpResponse;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Suspended.Subject;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Says what a server's answer means. Pusher documents some of it; the rest is what compatible servers do.
 *
 * <p>An answer is believed only if it is a Pusher server's, and only about what it can know:
 *
 * <ul>
 *   <li>A 2xx is an acceptance only with a JSON object that does not say otherwise, as all those servers send it. A page of
 *       HTML, an empty body or {@code {"ok":false}} comes from something else. {@code {"error":…,"code":413}} with status
 *       200 is soketi's way to say 413.
 *   <li>400, 413 and 422 are about the request: a batch may be divided, a single message is refused.
 *   <li>401, 403 and 404 are about the app. (A 404 for a batch may only mean that the server knows no batches.)
 *   <li>408, 425 and 429 ask to slow down; 5xx is an outage.
 *   <li>3xx and every other 4xx, and 511 are about the address: a redirect, a login page, a proxy, another server. Nothing in
 *       them says anything about a message, so that no message ends by them. Redirects are never followed: what follows would
 *       be sent to a stranger with a valid signature.
 * </ul>
 *
 * <p>What is classified is the answer as it came; signatures and the secret are taken out of what is handed on.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher's HTTP API</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, status codes</a>
 */
final class ResponseClassifier {

    private static final int MAX_BODY = 1_000;

    /** "Timestamp expired" and the like; not the {@code auth_timestamp=} of a query that the server repeats. */
    private static final Pattern TIMESTAMP = Pattern.compile("timestamp(?!=)", Pattern.CASE_INSENSITIVE);

    private final AddressDiagnosis diagnosis;
    private final boolean acceptAnySuccess;

    /** @param acceptAnySuccess whether any 2xx is an acceptance that does not name an error with a code */
    ResponseClassifier(AddressDiagnosis diagnosis, boolean acceptAnySuccess) {
        this.diagnosis = diagnosis;
        this.acceptAnySuccess = acceptAnySuccess;
    }

    /**
     * What became of a request with so many messages.
     *
     * @param now to know how long it is to a date that the server names
     */
    Outcome classify(HttpResponse answer, int messages, Instant now) {
        int status = answer.status();
        if (isSuccess(status)) {
            ResponseBody said = ResponseBody.read(answer.body());
            if (said.code() == 0) {
                return acceptAnySuccess || said.isAcceptance()
                        ? Outcome.Accepted.INSTANCE
                        : suspended(Subject.ADDRESS, status, answer);
            }
            status = said.code();
        }
        return failure(status, answer, messages, now);
    }

    private Outcome failure(int status, HttpResponse answer, int messages, Instant now) {
        return switch (status) {
            case 400, 413, 422 ->
                AddressDiagnosis.isAboutTls(answer)
                        ? suspended(Subject.ADDRESS, status, answer)
                        : new Outcome.Rejected(status, shown(answer));
            case 401, 403 -> suspended(Subject.APP, status, answer);
            // A server without batches answers 404 to a batch, so that only a single message tells an unknown app.
            case 404 ->
                messages == 1 ? suspended(Subject.APP, status, answer) : new Outcome.Rejected(status, shown(answer));
            case 408, 425, 429 -> retryable(Outcome.Kind.THROTTLED, status, answer, now);
            // 101: whoever changes the protocol without being asked is no Pusher server.
            case 101, 511 -> suspended(Subject.ADDRESS, status, answer);
            default -> {
                if (status >= 500) {
                    yield retryable(Outcome.Kind.OUTAGE, status, answer, now);
                }
                // Only an interim answer: what became of the request is not known.
                yield status < 200
                        ? retryable(Outcome.Kind.UNKNOWN, status, answer, now)
                        : suspended(Subject.ADDRESS, status, answer);
            }
        };
    }

    /** Whether the server refuses a request for the time at which it was signed, by the server's clock. */
    static boolean isClockSkew(HttpResponse answer) {
        return status(answer) == 401 && TIMESTAMP.matcher(answer.body()).find();
    }

    /** The HTTP status; for servers that say 200 to an error, the status in its body. */
    static int status(HttpResponse answer) {
        if (!isSuccess(answer.status())) {
            return answer.status();
        }
        int code = ResponseBody.read(answer.body()).code();
        return code == 0 ? answer.status() : code;
    }

    private Outcome suspended(Subject likely, int status, HttpResponse answer) {
        String explanation = diagnosis.explain(likely, answer, shown(answer));
        return new Outcome.Suspended(
                status, shown(answer), explanation == null ? Subject.APP : Subject.ADDRESS, explanation);
    }

    private Outcome retryable(Outcome.Kind kind, int status, HttpResponse answer, Instant now) {
        String header = answer.header("Retry-After");
        return new Outcome.Retryable(kind, status, shown(answer), RetryAfter.parse(header, now), null);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** The body as it may be handed on. */
    private String shown(HttpResponse answer) {
        String body = answer.body();
        if (body.isEmpty()) {
            return body;
        }
        // Shortened only then: half a signature would not be found.
        return shortened(diagnosis.redacted(body));
    }

    private static String shortened(String body) {
        if (body.length() <= MAX_BODY) {
            return body;
        }
        boolean splitsPair = Character.isHighSurrogate(body.charAt(MAX_BODY - 1));
        return body.substring(0, splitsPair ? MAX_BODY - 1 : MAX_BODY);
    }
}
