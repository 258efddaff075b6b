package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import io.pushcast.http.HttpRequest;
import io.pushcast.http.RequestProgress;
import io.pushcast.http.ResponseListener;
import io.pushcast.transport.Outcome;
import java.time.Clock;
import java.util.Map;

/**
 * A request to the HTTP API of one app, signed at the moment it is written to a connection, each time that it is sent. It
 * listens to its own answer.
 */
abstract class SignedRequest implements HttpRequest, ResponseListener {

    private final Signing signing;
    private final String path;
    private final Map<String, String> parameters;

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

    @Override
    public final void writeTarget(ByteWriter target, ByteWriter body) {
        signing.signer.writeTarget(
                target,
                method(),
                path,
                method().equals("POST") ? body : null,
                parameters,
                signing.clock.now().getEpochSecond());
    }

    /** What is known about a request without an answer. */
    static Outcome.Kind kindOf(RequestProgress progress) {
        return switch (progress) {
            case WAITING -> Outcome.Kind.HELD;
            case CONNECTING -> Outcome.Kind.OUTAGE;
            case SENT -> Outcome.Kind.UNKNOWN;
        };
    }
}
