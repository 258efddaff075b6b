package io.pushcast.pusher;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the path, query and signature of a request.
 *
 * <p>The official client can do that too, but only at the time that the machine's clock shows, only for servers without a
 * path prefix, and at several times the cost. Safe for use by several threads.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Authentication</a>
 */
final class RequestSigner {

    private static final String PATH_CHARACTERS = "-._~!$&'()*+,;=:@/";
    private static final int USUAL_LENGTH = 256;

    /** As many as threads may well sign at a time. */
    private static final int DESKS = 8;

    private final PusherApp app;
    private final String prefix;
    private final BlockingQueue<Desk> desks = new ArrayBlockingQueue<>(DESKS);

    RequestSigner(PusherApp app) {
        this.app = app;
        this.prefix = escaped(app.pathPrefix());
        // So that a host that is none is refused now, and not with a signed URI in the message.
        URI.create((app.tls() ? "https://" : "http://") + app.host() + ":" + app.port() + prefix);
    }

    /**
     * Where a request goes on the server, ready to be sent.
     *
     * @param path with the path prefix, escaped
     * @param query all of it but the signature, escaped
     * @param signature what {@code auth_signature}, the last parameter of the query, has to be
     */
    record Target(String path, String query, String signature) {

        /** Without the signature. */
        @Override
        public String toString() {
            return path + "?" + query;
        }
    }

    /**
     * Signs a request.
     *
     * @param path as it is signed, such as {@code /apps/3/events}: without the path prefix, and not escaped
     * @param body null if the request has none; it is left as it is
     * @param parameters the request's own, not escaped
     * @param epochSecond when the request is said to be signed
     */
    Target sign(String method, String path, @Nullable ByteBuf body, Map<String, String> parameters, long epochSecond) {
        Desk free = desks.poll();
        Desk desk = free == null ? new Desk() : free;
        Target target = desk.sign(method, path, body, parameters, epochSecond);
        // Only now: what an exception leaves behind is not used again.
        desks.offer(desk);
        return target;
    }

    /** All that signing takes, used for one request after the other. Not for use by several threads. */
    private final class Desk {

        private final HmacSha256 hmac = new HmacSha256(app.secret());
        private final MessageDigest md5 = md5();
        private final StringBuilder signed = new StringBuilder(USUAL_LENGTH);
        private final StringBuilder query = new StringBuilder(USUAL_LENGTH);
        private final StringBuilder signature = new StringBuilder();

        Target sign(
                String method, String path, @Nullable ByteBuf body, Map<String, String> parameters, long epochSecond) {
            query.setLength(0);
            signature.setLength(0);
            signed.setLength(0);
            signed.append(method).append('\n').append(path).append('\n');
            if (parameters.isEmpty()) {
                // Most requests: these are sorted already, and nothing has to be made to sort them.
                authenticate(body, epochSecond, this::append);
            } else {
                Map<String, String> sorted = new TreeMap<>(parameters);
                authenticate(body, epochSecond, sorted::put);
                sorted.forEach(this::append);
            }
            hmac.appendSignature(signed, signature);
            String sentPath = prefix.isEmpty() ? escaped(path) : prefix.concat(escaped(path));
            return new Target(sentPath, query.toString(), signature.toString());
        }

        /** The parameters that all requests have, sorted. */
        private void authenticate(@Nullable ByteBuf body, long epochSecond, BiConsumer<String, String> parameters) {
            parameters.accept("auth_key", app.key());
            parameters.accept("auth_timestamp", Long.toString(epochSecond));
            parameters.accept("auth_version", "1.0");
            if (body != null) {
                parameters.accept("body_md5", digest(body));
            }
        }

        private String digest(ByteBuf body) {
            if (body.hasArray()) {
                md5.update(body.array(), body.arrayOffset() + body.readerIndex(), body.readableBytes());
            } else {
                md5.update(body.nioBuffer());
            }
            return HexFormat.of().formatHex(md5.digest());
        }

        private void append(String name, String value) {
            if (!query.isEmpty()) {
                signed.append('&');
                query.append('&');
            }
            signed.append(name).append('=').append(value);
            query.append(name).append('=').append(escapedValue(value));
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Pusher's API needs MD5, which this Java runtime does not have", e);
        }
    }

    /** Most values are numbers and digests, which an encoder would copy for nothing. */
    private static String escapedValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isUnreserved(value.charAt(i))) {
                return URLEncoder.encode(value, StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    private static String escaped(String path) {
        int i = 0;
        while (i < path.length() && isPathCharacter(path.charAt(i))) {
            i++;
        }
        return i == path.length() ? path : path.substring(0, i) + escapedBytes(path.substring(i));
    }

    private static String escapedBytes(String path) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (isPathCharacter((char) b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    private static boolean isPathCharacter(char c) {
        return isLetterOrDigit(c) || PATH_CHARACTERS.indexOf(c) >= 0;
    }

    private static boolean isUnreserved(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
