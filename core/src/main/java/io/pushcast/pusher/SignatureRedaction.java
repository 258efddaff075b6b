package io.pushcast.pusher;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Takes signatures and the secret out of what is handed on. A signature is no secret, but whoever has it can send the same
 * request again for ten minutes, and so it has no place in logs.
 *
 * <p>It is for what is shown only: what an answer means is read from the answer as it came. And a secret of a few characters,
 * such as those of tests, is not looked for: it would be found in words that have nothing to do with it.
 */
final class SignatureRedaction {

    private static final String MARK = "auth_signature";
    private static final Pattern PARAMETER =
            Pattern.compile(MARK + "(?:=|%(?:25)*3[dD]|\\\\u003[dD]|&#61;)[^&\\s\"'<>%]*");
    /** What HMAC-SHA256 looks like in hexadecimal: servers quote the one that they did not accept. */
    private static final Pattern BARE = Pattern.compile(
            "(?:(?<![0-9a-fA-F])|(?<=%3[dD])|(?<=%253[dD])|(?<=u003[dD]))[0-9a-fA-F]{64}(?![0-9a-fA-F])");

    /** Pusher's secrets have 20 characters; what is shorter than this stands in many words. */
    private static final int SHORTEST_SECRET = 8;

    private static final int MAX_DEPTH = 20;

    private SignatureRedaction() {}

    /** The text without signatures and without this secret. */
    static String text(String text, String secret) {
        return text(shows(text, secret) ? text.replace(secret, "(secret)") : text);
    }

    /** The text without signatures. */
    static String text(String text) {
        String clean = text;
        if (clean.contains(MARK)) {
            clean = PARAMETER.matcher(clean).replaceAll("(signature)");
        }
        return clean.length() < 64 ? clean : BARE.matcher(clean).replaceAll("(signature)");
    }

    /** The same exception, unless it or one below it speaks of a signature; then one with its words, without that. */
    static Throwable cause(Throwable cause, String secret) {
        return isClean(cause, secret, 0) ? cause : replacement(cause, secret);
    }

    private static boolean shows(String text, String secret) {
        return secret.length() >= SHORTEST_SECRET && text.contains(secret);
    }

    private static boolean isClean(Throwable cause, String secret, int depth) {
        String words = cause.toString();
        if (depth > MAX_DEPTH || words.contains(MARK) || shows(words, secret)) {
            return false;
        }
        for (Throwable suppressed : cause.getSuppressed()) {
            if (!isClean(suppressed, secret, depth + 1)) {
                return false;
            }
        }
        Throwable next = cause.getCause();
        return next == null || isClean(next, secret, depth + 1);
    }

    private static Throwable replacement(Throwable cause, String secret) {
        IOException clean = new IOException(text(cause.toString(), secret));
        clean.setStackTrace(cause.getStackTrace());
        return clean;
    }
}
