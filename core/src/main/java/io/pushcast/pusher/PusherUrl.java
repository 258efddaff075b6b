package io.pushcast.pusher;

import io.pushcast.text.LogText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs such as {@code https://key:secret@api-eu.pusher.com/apps/123}, as hosting platforms and people write them.
 *
 * <p>{@link java.net.URI} is too strict for it (it knows no underscores in hosts) and its errors quote the secret;
 * {@link java.net.URLDecoder} is for forms, in which a {@code +} is a space. In a URL a {@code +} is a {@code +}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3">RFC 3986, the parts of a URL</a>
 */
final class PusherUrl {

    private static final String FORM = "https://key:secret@host[:port]/apps/id";
    private static final String APPS = "/apps/";
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(.*))?", Pattern.DOTALL);
    private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");
    private static final int MAX_PORT = 65_535;

    private PusherUrl() {}

    /**
     * A builder that knows all that the URL says.
     *
     * @throws IllegalArgumentException if it does not have that form; the message says which part is wrong, and shows neither
     *     key nor secret
     */
    static PusherApp.Builder read(@Nullable String url) {
        if (url == null) {
            throw new IllegalArgumentException(
                    "There is no Pusher URL (an environment variable that is not set?); it looks like " + FORM);
        }
        String text = SettingText.trimmed(url);
        SettingText.refusePlaceholder("URL", text);
        if (SettingText.isQuoted(text)) {
            throw refused("stands between quotes; leave them out");
        }
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            throw refused("does not start with https:// or http://");
        }
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        if (!name.equals("https") && !name.equals("http")) {
            throw refused("starts with " + LogText.name(name) + ":// where https:// or http:// belongs");
        }
        PusherApp.Builder app = PusherApp.builder().tls(name.equals("https"));
        String rest = scheme.group(2);
        int path = endOfAuthority(rest);
        if (rest.indexOf('@') < 0 || rest.indexOf('@', path) >= 0) {
            // Nothing of it is shown: what looks like a host or a port could be a part of the secret.
            throw refused("has no key:secret@ before its host; in key and secret, / is written %2F, ? is %3F and # is"
                    + " %23");
        }
        readAuthority(rest.substring(0, path), app);
        readPath(rest.substring(path), app);
        return app;
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static void readAuthority(String authority, PusherApp.Builder app) {
        int at = authority.lastIndexOf('@');
        String user = authority.substring(0, at);
        int colon = user.indexOf(':');
        if (colon < 0) {
            throw refused("has no colon between key and secret");
        }
        String key = decoded("key", user.substring(0, colon));
        String secret = decoded("secret", user.substring(colon + 1));
        if (SettingText.trimmed(key).isEmpty() || SettingText.trimmed(secret).isEmpty()) {
            throw refused("has an empty " + (SettingText.trimmed(key).isEmpty() ? "key" : "secret"));
        }
        app.key(key).secret(secret);
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority.substring(at + 1));
        if (!hostAndPort.matches() || hostAndPort.group(1).isEmpty()) {
            throw refused("has no host after its @");
        }
        app.host(host(hostAndPort.group(1)));
        app.port(port(hostAndPort.group(2)));
    }

    private static String host(String host) {
        try {
            return HostName.read(decoded("host", host));
        } catch (IllegalArgumentException e) {
            throw refused("has no right host: " + e.getMessage());
        }
    }

    private static int port(@Nullable String port) {
        if (port == null || port.isEmpty()) {
            return 0;
        }
        int number = DIGITS.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MAX_PORT) {
            throw refused("has the port " + LogText.quoted(port) + "; a port is within 1–" + MAX_PORT);
        }
        return number;
    }

    private static void readPath(String path, PusherApp.Builder app) {
        int end = path.length();
        for (char c : new char[] {'?', '#'}) {
            int at = path.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        if (end < path.length() - 1) {
            throw refused("has " + (path.charAt(end) == '?' ? "a query" : "a fragment")
                    + " after the app's id, which means nothing here; leave it out");
        }
        String withoutSlash = path.substring(0, end).replaceAll("/+$", "");
        int apps = withoutSlash.lastIndexOf(APPS);
        if (apps < 0) {
            throw refused("has the path " + LogText.quoted(withoutSlash) + " where /apps/ and the app's id belong");
        }
        String id = withoutSlash.substring(apps + APPS.length());
        if (id.isEmpty() || id.indexOf('/') >= 0) {
            throw refused("has " + LogText.quoted(id) + " where the app's id belongs, after /apps/");
        }
        app.appId(decoded("app's id", id));
        app.pathPrefix(decoded("path", withoutSlash.substring(0, apps).replaceAll("/+$", "")));
    }

    /** Bytes of UTF-8, each as a percent sign and two digits; everything else stands for itself, a plus too. */
    private static String decoded(String part, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
                continue;
            }
            int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
            int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw refused("has a % in its " + part
                        + " that two hexadecimal digits do not follow; a percent sign itself is written %25");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("has bytes in its " + part + " that are no UTF-8");
        }
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("The Pusher URL " + what + ". It looks like " + FORM);
    }
}
