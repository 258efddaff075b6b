package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs and sends requests with nothing but the JDK, so that the server is held to what Pusher documents. */
final class SignedHttp {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String origin;
    private final String key;
    private final String secret;
    private final Clock clock;

    SignedHttp(PusherApp app) {
        this(app, app.key(), app.secret(), Clock.systemUTC());
    }

    SignedHttp(PusherApp app, String key, String secret, Clock clock) {
        this.origin = "http://" + app.host() + ":" + app.port();
        this.key = key;
        this.secret = secret;
        this.clock = clock;
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, Map.of(), body, UnaryOperator.identity());
    }

    HttpResponse<String> get(String path, Map<String, String> parameters) {
        return send("GET", path, parameters, "", UnaryOperator.identity());
    }

    /** Sends a request whose signed address is changed afterwards. */
    HttpResponse<String> postTampered(String path, String body, UnaryOperator<String> tamper) {
        return send("POST", path, Map.of(), body, tamper);
    }

    HttpResponse<String> send(
            String method, String path, Map<String, String> parameters, String body, UnaryOperator<String> tamper) {
        return exchange(method, tamper.apply(path + "?" + signedQuery(method, path, parameters, body)), body);
    }

    /** Sends a request as it is, signed or not. */
    HttpResponse<String> exchange(String method, String pathAndQuery, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + pathAndQuery))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No answer to " + method + " " + pathAndQuery, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    String signedQuery(String method, String path, Map<String, String> parameters, String body) {
        Map<String, String> query = new TreeMap<>(parameters);
        query.put("auth_key", key);
        query.put("auth_timestamp", String.valueOf(clock.instant().getEpochSecond()));
        query.put("auth_version", "1.0");
        if (!body.isEmpty()) {
            query.put("body_md5", md5(body));
        }
        String signed = join(query, UnaryOperator.identity());
        query.put("auth_signature", hmac(secret, method + "\n" + path + "\n" + signed));
        return join(query, value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String md5(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String join(Map<String, String> query, UnaryOperator<String> encoding) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoding.apply(entry.getValue()))
                .collect(Collectors.joining("&"));
    }
}
