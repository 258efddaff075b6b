package io.pushcast.pusher;

import com.pusher.rest.SignatureUtil;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the signed URI of a request.
 *
 * <p>The official client can do that too, but only at the time that the machine's clock shows, and only for servers
 * without a path prefix; so that here only the signature itself is the official client's.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Authentication</a>
 */
final class RequestSigner {

    private static final String PATH_CHARACTERS = "-._~!$&'()*+,;=:@/";

    private final PusherApp app;
    private final String server;

    RequestSigner(PusherApp app) {
        this.app = app;
        this.server = (app.tls() ? "https://" : "http://") + app.host() + ":" + app.port() + escaped(app.pathPrefix());
        // So that a host that is none is refused now, and not with a signed URI in the message.
        URI.create(server);
    }

    /**
     * The URI with the signature in its query.
     *
     * @param path as it is signed, such as {@code /apps/3/events}: without the path prefix, and not escaped
     * @param body null if the request has none
     * @param parameters the request's own, not escaped
     * @param epochSecond when the request is said to be signed
     */
    URI sign(String method, String path, byte @Nullable [] body, Map<String, String> parameters, long epochSecond) {
        Map<String, String> query = new TreeMap<>(parameters);
        query.put("auth_key", app.key());
        query.put("auth_timestamp", Long.toString(epochSecond));
        query.put("auth_version", "1.0");
        if (body != null) {
            query.put("body_md5", md5(body));
        }
        StringBuilder signed =
                new StringBuilder(200).append(method).append('\n').append(path).append('\n');
        StringBuilder uri =
                new StringBuilder(400).append(server).append(escaped(path)).append('?');
        int start = signed.length();
        query.forEach((name, value) -> {
            if (signed.length() > start) {
                signed.append('&');
            }
            signed.append(name).append('=').append(value);
            uri.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        });
        String signature = SignatureUtil.sign(signed.toString(), app.secret());
        return URI.create(uri.append("auth_signature=").append(signature).toString());
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Pusher's API needs MD5, which this Java runtime does not have", e);
        }
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
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PATH_CHARACTERS.indexOf(c) >= 0;
    }
}
