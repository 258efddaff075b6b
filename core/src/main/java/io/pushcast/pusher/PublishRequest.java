package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import io.pushcast.http.HeaderWriter;
import io.pushcast.http.HttpClient;
import io.pushcast.http.HttpResponse;
import io.pushcast.http.RequestProgress;
import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way in one request, and what becomes of them. If the server refuses the request for its timestamp and
 * tells its own time, the request is signed for that time and sent once more.
 */
final class PublishRequest extends SignedRequest {

    private static final Logger LOG = LoggerFactory.getLogger(PublishRequest.class);

    private final Signing signing;
    private final ResponseClassifier classifier;
    private final HttpClient http;
    private final List<ChannelMessage> messages;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /**
     * @param path of {@code events} for one message, of {@code batch_events} for several
     */
    PublishRequest(
            Signing signing,
            ResponseClassifier classifier,
            HttpClient http,
            String path,
            List<ChannelMessage> messages) {
        super(signing, path, Map.of());
        this.signing = signing;
        this.classifier = classifier;
        this.http = http;
        this.messages = messages;
    }

    /** Sends it. */
    CompletableFuture<Outcome> send() {
        http.send(this, this);
        return outcome;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public boolean writeBody(ByteWriter body) {
        if (messages.size() > 1) {
            RequestBody.writeBatch(messages, body, hasKeys());
        } else {
            RequestBody.writeEvent(messages.get(0), body);
        }
        return true;
    }

    @Override
    public void writeHeaders(HeaderWriter headers) {
        if (messages.size() == 1 && hasKeys()) {
            headers.header(IdempotencyKey.HEADER, IdempotencyKey.of(messages.get(0)));
        }
    }

    private boolean hasKeys() {
        return signing.app().server().hasIdempotencyKeys();
    }

    @Override
    public void onResponse(HttpResponse answer) {
        Outcome known =
                classifier.classify(answer, messages.size(), signing.clock().now());
        if (isToBeSignedAgain(answer)) {
            LOG.debug(
                    "{}: the server's clock differs by {}; signing once more",
                    signing.app(),
                    signing.clock().skew());
            http.send(this, this);
        } else if (known instanceof Outcome.Accepted) {
            end(AcceptedInfo.read(answer.body(), messages));
        } else {
            end(explained(known, answer));
        }
    }

    /** A refusal for the time of the request, with why the server's time is not believed. */
    private Outcome explained(Outcome known, HttpResponse answer) {
        return known instanceof Outcome.Suspended refused
                        && refused.explanation() == null
                        && ResponseClassifier.isClockSkew(answer)
                ? new Outcome.Suspended(
                        refused.status(),
                        refused.body(),
                        refused.subject(),
                        signing.clock().disbelief(answer))
                : known;
    }

    @Override
    public void onFailure(RequestProgress progress, Throwable cause) {
        Throwable known = AddressDiagnosis.of(signing.app()).named(closedInsteadOf(progress, cause, http));
        Throwable clean = SignatureRedaction.cause(known, signing.app().secret());
        end(new Outcome.Retryable(kindOf(progress), 0, null, null, clean));
    }

    private void end(Outcome known) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {} message(s): {}", signing.app(), messages.size(), describe(known));
        }
        outcome.complete(known);
    }

    private static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return "rejected with status " + rejected.status();
        }
        if (outcome instanceof Outcome.Suspended suspended) {
            return "suspended with status " + suspended.status()
                    + (suspended.explanation() == null ? "" : ": " + suspended.explanation());
        }
        if (outcome instanceof Outcome.Retryable retryable) {
            return retryable.kind()
                    + (retryable.cause() == null ? " with status " + retryable.status() : ", " + retryable.cause());
        }
        return "accepted";
    }

    /** Without the payloads. */
    @Override
    public String toString() {
        return "PublishRequest[" + messages.size() + " message(s) to " + signing.app() + "]";
    }
}
