package io.pushcast.pusher;

import io.pushcast.http.HttpResponse;
import io.pushcast.text.LogText;
import io.pushcast.transport.Outcome.Suspended.Subject;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what seems to answer at an app's address when it is no Pusher server, and what to do about it.
 *
 * @param address the address, as it is shown
 * @param tls whether requests go over TLS
 * @param secret what is never shown; empty if it is not known
 */
record AddressDiagnosis(String address, boolean tls, String secret) {

    /** What nginx, Apache, Go, Tomcat and Jetty answer to plain HTTP on a port that speaks TLS. */
    private static final Pattern PLAIN_TO_TLS = Pattern.compile(
            "plain HTTP request was sent to (an )?HTTPS port"
                    + "|speaking plain HTTP to an SSL-enabled server"
                    + "|HTTP request to an HTTPS server"
                    + "|combination of host and port requires TLS",
            Pattern.CASE_INSENSITIVE);

    /** How Netty and the JDK put it that plain text came where TLS was expected. */
    private static final Pattern NO_TLS =
            Pattern.compile("NotSslRecordException|not an SSL/TLS record|unrecognized SSL message");

    /** How Netty puts it that what came is no start of an HTTP answer. */
    private static final Pattern NO_HTTP = Pattern.compile("invalid version format|Line Feed must be preceded by");

    private static final int MAX_DEPTH = 10;

    static AddressDiagnosis of(PusherApp app) {
        String address = (app.tls() ? "https://" : "http://") + app.host() + ":" + app.port() + app.pathPrefix();
        return new AddressDiagnosis(address, app.tls(), app.secret());
    }

    /** A text of the server's as it may be shown. */
    String redacted(String text) {
        return SignatureRedaction.text(text, secret);
    }

    /** Whether a 400 says that the request should have come over TLS, and so nothing about the request. */
    static boolean isAboutTls(HttpResponse answer) {
        return answer.status() == 400 && PLAIN_TO_TLS.matcher(answer.body()).find();
    }

    /**
     * One line for the log: the address, what was answered, and what would be right.
     *
     * @param likely what the status is about when a Pusher server says it
     * @param shownBody the body, without what must not be shown
     * @return null if it is the answer of a Pusher server about the app
     */
    @Nullable
    String explain(Subject likely, HttpResponse answer, String shownBody) {
        boolean isPage = isPage(answer.body());
        if (likely == Subject.APP && !isPage) {
            return null;
        }
        StringBuilder text = new StringBuilder("what answers at ")
                .append(address)
                .append(" does not answer as a Pusher server does: status ")
                .append(answer.status());
        String location = header(answer, "Location");
        if (location != null) {
            text.append(", Location ").append(LogText.quoted(withoutQuery(location)));
        }
        text.append(shownBody.isBlank() ? ", an empty body" : ", a body that starts with: ")
                .append(LogText.line(shownBody));
        return text.append(". ")
                .append(advice(answer, location, isPage))
                .append(". Messages are kept, and it is asked again from time to time")
                .toString();
    }

    /**
     * A failure to connect in words that name the thing, where those of the library below do not.
     *
     * @return the failure itself if its own words will do
     */
    Throwable named(Throwable failure) {
        String words = words(failure);
        if (tls && NO_TLS.matcher(words).find()) {
            return new IOException(
                    "What answers at " + address
                            + " does not speak TLS. Turn TLS off for the app (tls, or http:// in"
                            + " its URL) if this server is meant, or give the port that speaks TLS",
                    failure);
        }
        if (tls && words.contains("handshake timed out")) {
            return new IOException(
                    "What answers at " + address
                            + " takes no part in TLS, although it accepts connections. If it speaks"
                            + " plain HTTP, turn TLS off for the app (tls, or http:// in its URL), or give the port that"
                            + " speaks TLS",
                    failure);
        }
        if (!tls && NO_HTTP.matcher(words).find()) {
            return new IOException(
                    "What answers at " + address
                            + " does not speak HTTP. If this port speaks TLS, turn it on for the"
                            + " app (tls, or https:// in its URL)",
                    failure);
        }
        return failure;
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
            words.append(each).append('\n');
            each = each.getCause();
        }
        return words.toString();
    }

    private String advice(HttpResponse answer, @Nullable String location, boolean isPage) {
        int status = answer.status();
        if (isAboutTls(answer)
                || (!tls
                        && location != null
                        && location.toLowerCase(Locale.ROOT).startsWith("https:"))) {
            return "It wants TLS: turn it on for the app (tls, or https:// in its URL)";
        }
        if (isPage && isFromCloudflare(answer)) {
            String ray = header(answer, "CF-RAY");
            return "Cloudflare, which stands before the server, refused the request"
                    + (ray == null ? "" : " (Ray ID " + LogText.name(ray) + ")")
                    + "; this is not about key and secret: let Cloudflare's firewall and bot rules pass this machine's"
                    + " requests";
        }
        if (status >= 200 && status < 300) {
            return "A front end, a login page or a default host seems to answer; check the app's host, port and path"
                    + " prefix. If this is how your server accepts, set acceptAnySuccess";
        }
        if (status >= 300 && status < 400) {
            return "It redirects, which a signed request does not follow; give the app the host at which the server itself"
                    + " answers";
        }
        return switch (status) {
            case 407 -> "A proxy on the way asks for credentials; give them to the transport (proxyCredentials)";
            case 511 -> "The network that this machine is in asks for a login";
            default -> "Check the app's host, port, TLS and path prefix, and what stands before the server";
        };
    }

    private static boolean isPage(String body) {
        String start = body.substring(0, Math.min(body.length(), 200));
        return start.replace("\ufeff", "").stripLeading().startsWith("<");
    }

    private static boolean isFromCloudflare(HttpResponse answer) {
        String server = header(answer, "Server");
        return server != null && server.toLowerCase(Locale.ROOT).contains("cloudflare");
    }

    /** A server that redirects to TLS repeats the query, and with it the signature. */
    private String withoutQuery(String location) {
        int query = location.indexOf('?');
        String path = query < 0 ? location : location.substring(0, query) + "?…";
        return redacted(path);
    }

    private static @Nullable String header(HttpResponse answer, String name) {
        return answer.header(name);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AddressDiagnosis[" + address + "]";
    }
}
