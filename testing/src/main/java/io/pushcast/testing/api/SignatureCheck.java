package io.pushcast.testing.api;

import io.pushcast.testing.protocol.AppSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks who sent a request to the HTTP API, that its body is what was signed, and that it was signed lately.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Pusher's rules</a>
 */
public final class SignatureCheck {

    /** How far the time of a signature may be from the server's, in either direction. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final String SIGNATURE = "auth_signature";

    private final AppSigner signer;
    private final Clock clock;

    public SignatureCheck(AppSigner signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /** Whether a parameter is there to sign the request, whatever it asks for. */
    static boolean isPartOfSignature(String parameter) {
        return parameter.startsWith("auth_") || parameter.equals("body_md5");
    }

    /** Returns only if the request is the app's own, whole and fresh. */
    public void check(ApiRequest request) throws RefusedException {
        checkKey(required(request, "auth_key"));
        checkVersion(required(request, "auth_version"));
        checkTimestamp(required(request, "auth_timestamp"));
        checkBody(request);
        checkSignature(request);
    }

    private void checkKey(String key) throws RefusedException {
        if (!AppSigner.equal(signer.key(), key)) {
            throw unauthorized("Unknown auth_key '" + key + "': the key of this app is '" + signer.key() + "'");
        }
    }

    private static void checkVersion(String version) throws RefusedException {
        if (!version.equals("1.0")) {
            throw unauthorized("Unknown auth_version '" + version + "': it must be '1.0'");
        }
    }

    private void checkTimestamp(String timestamp) throws RefusedException {
        Instant given;
        try {
            given = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | java.time.DateTimeException e) {
            throw unauthorized("Invalid auth_timestamp '" + timestamp + "': it must be the seconds since 1970");
        }
        Instant now = clock.instant();
        if (given.isBefore(now.minus(WINDOW)) || given.isAfter(now.plus(WINDOW))) {
            throw unauthorized("Timestamp expired: Given timestamp (" + given + ") not within " + WINDOW.toSeconds()
                    + "s of server time (" + now + ")");
        }
    }

    private static void checkBody(ApiRequest request) throws RefusedException {
        if (request.body().length == 0 && request.parameter("body_md5") == null) {
            return;
        }
        String given = required(request, "body_md5");
        String actual = md5(request.body());
        if (!AppSigner.equal(actual, given)) {
            throw unauthorized("Invalid body_md5: the body's MD5 is '" + actual + "', but you sent '" + given + "'");
        }
    }

    private void checkSignature(ApiRequest request) throws RefusedException {
        String given = required(request, SIGNATURE);
        String signed = toSign(request);
        if (!signer.matches(signed, given)) {
            throw unauthorized("Invalid signature: you should have sent HmacSHA256Hex(\"" + signed.replace("\n", "\\n")
                    + "\", your_secret_key), but you sent \"" + given + "\"");
        }
    }

    private static String toSign(ApiRequest request) {
        Map<String, String> lowerCased = new TreeMap<>();
        request.query().forEach((name, value) -> lowerCased.put(name.toLowerCase(Locale.ROOT), value));
        lowerCased.remove(SIGNATURE);
        String query = lowerCased.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        return request.method() + "\n" + request.path() + "\n" + query;
    }

    private static String required(ApiRequest request, String name) throws RefusedException {
        String value = request.parameter(name);
        if (value == null || value.isEmpty()) {
            throw unauthorized("The request lacks the parameter " + name
                    + "; a signed one has auth_key, auth_timestamp, auth_version, auth_signature and, with a body,"
                    + " body_md5");
        }
        return value;
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no MD5, which every Java must have", e);
        }
    }

    private static RefusedException unauthorized(String message) {
        return new RefusedException(401, message);
    }
}
