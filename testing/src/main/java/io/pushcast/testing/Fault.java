package io.pushcast.testing;

import io.pushcast.testing.api.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a request to the HTTP API goes wrong, for {@link FaultInjector} to inject. Immutable; two that were made alike
 * are equal, and {@link #toString()} is the call that made it.
 *
 * <p>Some faults <b>accept</b> the request first: it is checked, its events are recorded and reach the subscribers, as ever,
 * and then something happens to the answer. All others have no effect but their own: not even the signature is checked.
 */
public final class Fault {

    /** How a request ends. */
    enum Ending {
        ANSWER,
        ANSWER_THEN_CLOSE,
        ANSWER_THEN_CLOSE_UNANNOUNCED,
        HALF_AN_ANSWER,
        RESET_UNREAD,
        RESET,
        SILENCE
    }

    private final String made;
    private final Ending ending;
    private final @Nullable HttpAnswer answer;
    private final boolean accepting;
    private final Duration delay;

    private Fault(String made, Ending ending, @Nullable HttpAnswer answer, boolean accepting, Duration delay) {
        this.made = made;
        this.ending = ending;
        this.answer = answer;
        this.accepting = accepting;
        this.delay = delay;
    }

    private static Fault accepting(String made, Ending ending, Duration delay) {
        return new Fault(made, ending, null, true, delay);
    }

    private static Fault refusing(String made, Ending ending) {
        return new Fault(made, ending, null, false, Duration.ZERO);
    }

    private static Fault answering(String made, HttpAnswer answer) {
        return new Fault(made, Ending.ANSWER, answer, false, Duration.ZERO);
    }

    /**
     * The request is answered with this status and a line of plain text; it is not accepted.
     *
     * @throws IllegalArgumentException if the status is out of 300–599
     */
    public static Fault status(int status) {
        checkStatus(status);
        return answering("status(" + status + ")", HttpAnswer.text(status, "An injected fault: status " + status));
    }

    /**
     * The request is answered with this status and a page of HTML, as proxies and load balancers do; it is not accepted.
     *
     * @throws IllegalArgumentException if the status is out of 300–599
     */
    public static Fault htmlError(int status) {
        checkStatus(status);
        String page = "<html>\r\n<head><title>" + status + " Injected Fault</title></head>\r\n<body>\r\n<center><h1>"
                + status + " Injected Fault</h1></center>\r\n</body>\r\n</html>\r\n";
        return answering("htmlError(" + status + ")", new HttpAnswer(status, "text/html", page, Map.of()));
    }

    /**
     * The request is answered with status 200 and an error in the body, {@code {"error":"…","code":413}}, as soketi
     * answers to nearly every error; it is not accepted.
     *
     * @throws IllegalArgumentException if the code is less than 400
     */
    public static Fault errorWithStatus200(int code) {
        if (code < 400) {
            throw new IllegalArgumentException("The code of an error must be at least 400, not " + code);
        }
        return answering(
                "errorWithStatus200(" + code + ")",
                HttpAnswer.json("{\"error\":\"An injected fault\",\"code\":" + code + "}"));
    }

    /**
     * The request is accepted at once, and its answer leaves only after this time. A client that gives up earlier never
     * sees it. Requests that are pipelined behind it on the same connection are not held up.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Fault delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative, unlike " + delay);
        }
        return accepting("delay(" + delay + ")", Ending.ANSWER, delay);
    }

    /** The connection is reset when the head of the request has come, its body unread; the request is not accepted. */
    public static Fault resetBeforeReading() {
        return refusing("resetBeforeReading()", Ending.RESET_UNREAD);
    }

    /** The request is read whole, then the connection is reset; the request is not accepted. */
    public static Fault resetAfterReading() {
        return refusing("resetAfterReading()", Ending.RESET);
    }

    /** The request is accepted, then the connection is reset: whoever sent it can't know. */
    public static Fault acceptButReset() {
        return accepting("acceptButReset()", Ending.RESET, Duration.ZERO);
    }

    /** The request is accepted, and the connection is closed in the middle of the body of the answer. */
    public static Fault halfAnswer() {
        return accepting("halfAnswer()", Ending.HALF_AN_ANSWER, Duration.ZERO);
    }

    /** The request is read whole, and nothing ever comes back; the connection stays open. The request is not accepted. */
    public static Fault blackHole() {
        return refusing("blackHole()", Ending.SILENCE);
    }

    /** The request is accepted and answered, and then the connection is closed, as announced by {@code SubscriberConnection: close}. */
    public static Fault closeAfterAnswer() {
        return accepting("closeAfterAnswer()", Ending.ANSWER_THEN_CLOSE, Duration.ZERO);
    }

    /**
     * The request is accepted and answered as if the connection could be used again, and then the connection is closed.
     * A client that sends its next request on it at once loses that one.
     */
    public static Fault closeUnannounced() {
        return accepting("closeUnannounced()", Ending.ANSWER_THEN_CLOSE_UNANNOUNCED, Duration.ZERO);
    }

    /**
     * The same fault, with the header {@code Retry-After} in its answer.
     *
     * @param value sent as it is: {@code 2}, {@code 0.5}, {@code Wed, 21 Oct 2015 07:28:00 GMT}, or nonsense
     * @throws IllegalStateException if the fault has no answer of its own, unlike {@link #status}, {@link #htmlError} and
     *     {@link #errorWithStatus200}
     */
    public Fault retryAfter(String value) {
        if (answer == null) {
            throw new IllegalStateException(this
                    + " has no answer that could say Retry-After; status(…), htmlError(…), errorWithStatus200(…) do");
        }
        return answering(made + ".retryAfter(" + value + ")", answer.with("Retry-After", value));
    }

    private static void checkStatus(int status) {
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("The status of a fault must be within 300–599, not " + status);
        }
    }

    Ending ending() {
        return ending;
    }

    /** What is answered instead of what the API would answer; null if nothing is. */
    @Nullable
    HttpAnswer answer() {
        return answer;
    }

    boolean isAccepting() {
        return accepting;
    }

    Duration delay() {
        return delay;
    }

    /** Whether an answer leaves whole. */
    boolean answers() {
        return switch (ending) {
            case ANSWER, ANSWER_THEN_CLOSE, ANSWER_THEN_CLOSE_UNANNOUNCED -> true;
            case HALF_AN_ANSWER, RESET_UNREAD, RESET, SILENCE -> false;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fault fault && made.equals(fault.made);
    }

    @Override
    public int hashCode() {
        return made.hashCode();
    }

    @Override
    public String toString() {
        return made;
    }
}
