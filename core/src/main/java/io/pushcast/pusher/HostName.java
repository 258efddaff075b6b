package io.pushcast.pusher;

import io.pushcast.text.LogText;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the host of an app: a name, an IPv4 address, or an IPv6 address with or without brackets. Names may have underscores,
 * as those of Docker Compose and Kubernetes services do. What is a URL, or has a port, a path or a user, is refused with what
 * would be right.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2">RFC 3986, host</a>
 */
final class HostName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
            + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?)]?");
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?\\d+\\.?");
    private static final Pattern URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d*)");
    private static final int LONGEST = 253;

    private HostName() {}

    /**
     * The host as it goes into a URL.
     *
     * @param value trimmed
     * @throws IllegalArgumentException if it is none; without anything that could be a secret
     */
    static String read(String value) {
        SettingText.refusePlaceholder("host", value);
        if (value.indexOf('@') >= 0) {
            // What stands before it may be a secret.
            throw refused(
                    "has an @",
                    "give the host alone; key and secret are settings of their own, and a whole URL"
                            + " goes to PusherApp.fromUrl");
        }
        Matcher url = URL.matcher(value);
        if (url.matches()) {
            boolean tls = url.group(1).toLowerCase(Locale.ROOT).matches("https|wss");
            throw refused(value, "is a URL", rightFor(url.group(2)) + ", with tls " + (tls ? "on" : "off"));
        }
        if (SettingText.isQuoted(value)) {
            throw refused(value, "stands between quotes", "leave them out");
        }
        if (value.length() > LONGEST) {
            throw refused(value, "is too long", "a name has up to " + LONGEST + " characters");
        }
        String host = value.chars().allMatch(c -> c < 0x80) ? value : ascii(value);
        if (isAddress(host)) {
            return host.startsWith("[") || host.indexOf(':') < 0 ? host : "[" + host + "]";
        }
        if (value.indexOf('/') >= 0 || value.indexOf('?') >= 0 || value.indexOf('#') >= 0) {
            throw refused(value, "has a path", rightFor(value));
        }
        if (WITH_PORT.matcher(value).matches()) {
            throw refused(value, "has a port", rightFor(value));
        }
        if (!NAME.matcher(host).matches()
                || host.length() > LONGEST
                || NUMBER.matcher(host).matches()) {
            throw refused(
                    value,
                    "is no name of a host and no address",
                    "give a name such as soketi.example.com, or an" + " address such as 127.0.0.1 or [::1]");
        }
        return host;
    }

    private static boolean isAddress(String host) {
        boolean closed = host.startsWith("[") == host.endsWith("]");
        return IPV4.matcher(host).matches() || (closed && IPV6.matcher(host).matches() && isIpv6(host));
    }

    private static boolean isIpv6(String host) {
        String address = host.replaceAll("[\\[\\]]|%.*", "");
        int gap = address.indexOf("::");
        if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String[] groups = address.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            if (i == groups.length - 1 && IPV4.matcher(group).matches()) {
                count += 2;
            } else if (group.matches("[0-9A-Fa-f]{1,4}")) {
                count++;
            } else if (!group.isEmpty()) {
                return false;
            }
        }
        boolean endsAreRight = (!address.startsWith(":") || address.startsWith("::"))
                && (!address.endsWith(":") || address.endsWith("::"));
        return endsAreRight && (gap >= 0 ? count < 8 : count == 8);
    }

    /** Names may be written in any language; on the wire they are ASCII. What comes out is checked as any other. */
    private static String ascii(String name) {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static String rightFor(String hostAndMore) {
        if (hostAndMore.startsWith("/")) {
            return "give the host alone, such as soketi.example.com";
        }
        int end = hostAndMore.length();
        for (char c : new char[] {'/', '?', '#'}) {
            int at = hostAndMore.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String host = hostAndMore.substring(0, end);
        String path = hostAndMore.substring(end).replaceAll("[?#].*", "").replaceAll("/+$", "");
        Matcher port = WITH_PORT.matcher(host);
        String right = port.matches()
                ? "give the host " + LogText.quoted(port.group(1))
                        + (port.group(2).isEmpty() ? "" : " and the port " + LogText.name(port.group(2)))
                : "give the host " + LogText.quoted(host);
        return path.isEmpty() ? right : right + " and the path prefix " + LogText.quoted(path);
    }

    private static IllegalArgumentException refused(String value, String what, String right) {
        return refused(LogText.quoted(value) + " " + what, right);
    }

    private static IllegalArgumentException refused(String what, String right) {
        return new IllegalArgumentException("The host of the Pusher app " + what + ": " + right);
    }
}
