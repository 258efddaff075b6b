package io.pushcast.http;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes hosts and ports as HTTP wants them. */
final class Origin {

    private Origin() {}

    /** The host without the brackets of an IPv6 address. */
    static String checkedHost(String host) {
        String plain = host.trim();
        if (plain.startsWith("[") && plain.endsWith("]")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        boolean bad = plain.isEmpty();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            bad |= c <= ' ' || c >= 0x7f || "/?#@[]\\\"<>".indexOf(c) >= 0;
        }
        if (bad) {
            throw new IllegalArgumentException("\"" + host + "\" can't be a host; give a name or an IP address");
        }
        return plain;
    }

    static int checkedPort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port must be within 1–65535, not " + port);
        }
        return port;
    }

    static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Host and port; without a port that goes without saying, or a proxy finds that URL and Host header differ. */
    static String authority(HttpClientSettings settings) {
        String host = bracketed(settings.host);
        return settings.port == (settings.tls ? 443 : 80) ? host : host + ":" + settings.port;
    }

    /** What a tunnel is asked for, which always has a port. */
    static String tunnel(HttpClientSettings settings) {
        return bracketed(settings.host) + ":" + settings.port;
    }

    /** The value of {@code Proxy-Authorization}; null if the proxy asks for nothing. */
    static @Nullable String proxyAuthorization(HttpClientSettings settings) {
        if (settings.proxyHost == null || settings.proxyUser == null) {
            return null;
        }
        String credentials = settings.proxyUser + ":" + settings.proxyPassword;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The address if the host is one already, and no name has to be looked up; else null. */
    static byte @Nullable [] literalAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host);
    }
}
