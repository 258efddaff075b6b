package io.pushcast.pusher;

import io.pushcast.crypto.HmacSha256;
import io.pushcast.http.ByteWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the path, query and signature of a request.
 *
 * <p>The official client can do that too, but only at the time that the machine's clock shows, only for servers without a
 * path prefix, and at several times the cost. Safe for use by several threads.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Authentication</a>
 */
final class RequestSigner {

    private static final String PATH_CHARACTERS = "-._~!$&'()*+,;=:@/";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** As many as threads may well sign at a time. */
    private static final int WORKSPACES = 4;

    private final PusherApp app;
    private final String prefix;
    private final BlockingQueue<SigningWorkspace> workspaces = new ArrayBlockingQueue<>(WORKSPACES);

    RequestSigner(PusherApp app) {
        this.app = app;
        this.prefix = escaped(app.pathPrefix());
        // So that a host that is none is refused now, and not with a signed URI in the message.
        URI.create((app.tls() ? "https://" : "http://") + app.host() + ":" + app.port() + prefix);
    }

    /**
     * Writes the path and the signed query of a request.
     *
     * @param to where they are written to, as they are sent
     * @param path as it is signed, such as {@code /apps/3/events}: without the path prefix, and not escaped
     * @param body null if the request has none
     * @param parameters the request's own, not escaped
     * @param epochSecond when the request is said to be signed
     */
    void writeTarget(
            ByteWriter to,
            String method,
            String path,
            @Nullable ByteWriter body,
            Map<String, String> parameters,
            long epochSecond) {
        SigningWorkspace free = workspaces.poll();
        SigningWorkspace workspace = free == null ? new SigningWorkspace() : free;
        workspace.writeTarget(to, method, path, body, parameters, epochSecond);
        // Only now: what an exception leaves behind is not used again.
        workspaces.offer(workspace);
    }

    /** All that signing takes, used for one request after the other. Not for use by several threads. */
    private final class SigningWorkspace {

        private final HmacSha256 hmac = new HmacSha256(app.secret());
        private final MessageDigest md5 = md5();
        private final byte[] bodyDigest = new byte[md5.getDigestLength()];
        private final ByteWriter signed = new ByteWriter();
        private String separator = "";

        void writeTarget(
                ByteWriter to,
                String method,
                String path,
                @Nullable ByteWriter body,
                Map<String, String> parameters,
                long epochSecond) {
            separator = "";
            signed.clear().ascii(method).write('\n').utf8(path).write('\n');
            to.ascii(prefix).ascii(escaped(path)).write('?');
            if (parameters.isEmpty()) {
                // Most requests: these are sorted already, and nothing has to be made to sort them.
                append(to, "auth_key", app.key());
                append(to, "auth_timestamp", epochSecond);
                append(to, "auth_version", "1.0");
                if (body != null) {
                    append(to, "body_md5", digest(body));
                }
            } else {
                Map<String, String> sorted = new TreeMap<>(parameters);
                sorted.put("auth_key", app.key());
                sorted.put("auth_timestamp", Long.toString(epochSecond));
                sorted.put("auth_version", "1.0");
                if (body != null) {
                    sorted.put("body_md5", HexFormat.of().formatHex(digest(body)));
                }
                sorted.forEach((name, value) -> append(to, name, value));
            }
            hex(to.ascii("&auth_signature="), hmac.sign(signed));
        }

        /** In an array that the next call uses again. */
        private byte[] digest(ByteWriter body) {
            md5.update(body.array(), 0, body.length());
            try {
                md5.digest(bodyDigest, 0, bodyDigest.length);
            } catch (DigestException e) {
                throw new IllegalStateException(
                        "A buffer of " + bodyDigest.length + " bytes is as long as the provider said", e);
            }
            return bodyDigest;
        }

        private void append(ByteWriter to, String name, String value) {
            begin(to, name);
            signed.utf8(value);
            to.ascii(escapedValue(value));
        }

        private void append(ByteWriter to, String name, long value) {
            begin(to, name);
            signed.decimal(value);
            to.decimal(value);
        }

        private void append(ByteWriter to, String name, byte[] value) {
            begin(to, name);
            hex(signed, value);
            hex(to, value);
        }

        private void begin(ByteWriter to, String name) {
            signed.ascii(separator).utf8(name).write('=');
            to.ascii(separator).ascii(escapedValue(name)).write('=');
            separator = "&";
        }
    }

    private static void hex(ByteWriter to, byte[] bytes) {
        for (byte b : bytes) {
            to.write(HEX[(b >> 4) & 0xf]).write(HEX[b & 0xf]);
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
