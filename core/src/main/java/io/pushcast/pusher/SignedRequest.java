package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import io.pushcast.http.HttpClient;
import io.pushcast.http.HttpRequest;
import io.pushcast.http.HttpResponse;
import io.pushcast.http.RequestProgress;
import io.pushcast.http.ResponseListener;
import io.pushcast.transport.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A request to the HTTP API of one app, signed at the moment it is written to a connection, each time that it is sent. It
 * listens to its own answer.
 */
abstract class SignedRequest implements HttpRequest, ResponseListener {

    /** Twice, in case that the first time that is told is wrong, and the second is the server's own. */
    private static final int MAX_CORRECTIONS = 2;

    private final Signing signing;
    private final String path;
    private final Map<String, String> parameters;
    private Duration signedFor = Duration.ZERO;
    private int corrections = MAX_CORRECTIONS;

    /**
     * @param path as it is signed, such as {@code /apps/3/events}: without a path prefix, and not escaped
     * @param parameters of the query; not escaped
     */
    SignedRequest(Signing signing, String path, Map<String, String> parameters) {
        this.signing = signing;
        this.path = path;
        this.parameters = parameters;
    }

    /** What the requests to one app are signed with. */
    record Signing(PusherApp app, RequestSigner signer, ServerClock clock) {

        static Signing of(PusherApp app, Clock clock) {
            return new Signing(app, new RequestSigner(app), new ServerClock(clock));
        }
    }

    /**
     * Takes the server's time from an answer.
     *
     * @return whether the server refused the request for its time, and it is worth being signed once more for another
     */
    final boolean isToBeSignedAgain(HttpResponse answer) {
        boolean corrected = signing.clock.learnFrom(answer, ResponseClassifier.isClockSkew(answer), signedFor);
        return corrected && corrections-- > 0;
    }

    @Override
    public final void writeTarget(ByteWriter target, ByteWriter body) {
        signedFor = signing.clock.skew();
        signing.signer.writeTarget(
                target,
                method(),
                path,
                method().equals("POST") ? body : null,
                parameters,
                signing.clock.now(signedFor).getEpochSecond());
    }

    /** What is known about a request without an answer. */
    static Outcome.Kind kindOf(RequestProgress progress) {
        return switch (progress) {
            case WAITING -> Outcome.Kind.HELD;
            case CONNECTING -> Outcome.Kind.OUTAGE;
            case SENT -> Outcome.Kind.UNKNOWN;
        };
    }

    /** What is said of a request that came too late, in the words of the transport. */
    static Throwable closedInsteadOf(RequestProgress progress, Throwable cause, HttpClient http) {
        return progress == RequestProgress.WAITING && http.isClosed()
                ? new IllegalStateException("The transport is closed")
                : cause;
    }
}
