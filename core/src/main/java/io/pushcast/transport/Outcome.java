package io.pushcast.transport;

import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What became of one request. */
public sealed interface Outcome {

    /** The HTTP status of an answer that was no success, or the status named in the body of a 200; 0 if there was none. */
    default int status() {
        return 0;
    }

    /** The body of an answer that was no success, shortened if it was long; null if there was none. */
    default @Nullable String body() {
        return null;
    }

    /**
     * What the server said, for a person: {@code the server answered 503: …}, on one line. Null if it did not answer, or
     * took the request.
     */
    default @Nullable String answer() {
        if (status() == 0) {
            return null;
        }
        String body = body();
        return "the server answered " + status() + (body == null || body.isBlank() ? "" : ": " + onOneLine(body));
    }

    /** Of a request whose sender failed instead of answering with an outcome: it may have been accepted. */
    static Retryable unknown(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Retryable(Kind.UNKNOWN, 0, null, null, cause);
    }

    /** What a server sent, as {@link LogText#line} shows it: on one line and shortened. */
    static String onOneLine(String body) {
        return LogText.line(body);
    }

    /**
     * The server took all messages of the request.
     *
     * @param info what it told about the channels of those messages of the request that {@linkplain ChannelMessage#info
     *     asked for it}
     */
    record Accepted(Map<ChannelMessage, Map<ChannelName, ChannelInfo>> info) implements Outcome {

        /** Accepted, and nothing was told. */
        public static final Accepted INSTANCE = new Accepted(Map.of());

        /** What it told about the channels of one message, the very one that was sent. */
        public Map<ChannelName, ChannelInfo> info(ChannelMessage message) {
            return info.getOrDefault(message, Map.of());
        }
    }

    /**
     * The server will never take this request as it is. A request with several messages is worth splitting, since one of
     * them may be the only cause.
     *
     * @param status the HTTP status, or the status named in the body of a 200
     * @param body the body of the answer, shortened if it was long
     */
    record Rejected(int status, String body) implements Outcome {}

    /**
     * It did not work, and may work later.
     *
     * @param kind what is known about the failure
     * @param status the HTTP status; 0 if there was no answer
     * @param body the body of the answer, shortened if it was long; null if there was none
     * @param retryAfter what the server asked to wait; null if it did not say
     * @param cause what went wrong below; null if the server answered
     */
    record Retryable(
            Kind kind,
            int status,
            @Nullable String body,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) implements Outcome {}

    /**
     * Nothing that is sent now would be taken, whatever it is, so that only a long pause makes sense: either the server does not
     * serve this app, or what answers at its address is no Pusher server. It says nothing about the messages of the request.
     *
     * @param status the HTTP status, or the status named in the body of a 200
     * @param body the body of the answer, shortened if it was long
     * @param subject what was refused
     * @param explanation what was found at the address and what to do about it, as one line for a log; null if status and
     *     body say it all
     */
    record Suspended(
            int status,
            String body,
            Subject subject,
            @Nullable String explanation) implements Outcome {

        /** What a {@link Suspended} is about. */
        public enum Subject {
            /** The server does not serve the app: its credentials are wrong, it is unknown, disabled or over its quota. */
            APP,
            /**
             * What answers is no Pusher server, or something before it: a front end, a login or maintenance page, a
             * redirect, a proxy, a firewall, the wrong host or port.
             */
            ADDRESS
        }

        /** The server does not serve the app. */
        public Suspended(int status, String body) {
            this(status, body, Subject.APP, null);
        }
    }

    /** What is known about a failure that may pass. */
    enum Kind {
        /**
         * The server is not well, or could not be reached. Nothing was accepted, as far as that can be known: behind a
         * proxy that answers in its place it may have been.
         */
        OUTAGE,
        /** The request was sent and no answer came: it may have been accepted. */
        UNKNOWN,
        /** The server is well and asks to slow down. */
        THROTTLED,
        /** The request never left: sending is paused for now. It counts as no attempt. */
        HELD
    }
}
