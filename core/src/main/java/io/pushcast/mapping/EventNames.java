package io.pushcast.mapping;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.text.LogText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of events: by default the simple name of the class, in kebab-case. */
final class EventNames {

    // Between a small letter or digit and a capital, and before the last of several capitals if a word starts there.
    private static final Pattern WORD_START =
            Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    // Lengths differ from server to server and are checked at publish.
    private static final Limits NO_LIMITS = new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    private EventNames() {}

    /** Of the class that somebody wrote: not of one that a framework has made of it at run time or at build time. */
    static String of(Class<?> type) {
        return kebab(named(GeneratedTypes.declared(type)).getSimpleName());
    }

    /** Refuses what no server would take. */
    static void check(String event) throws InvalidMessageException {
        if (event.indexOf('{') >= 0 || event.indexOf('}') >= 0) {
            throw new InvalidMessageException("The event name " + LogText.quoted(event)
                    + " has braces, but is a constant and no template; put into the payload what differs");
        }
        NO_LIMITS.check(ChannelMessage.builder("", List.of(ChannelName.of("any")), event, "")
                .build());
    }

    static String kebab(String name) {
        return WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** An anonymous class, such as an enum constant with a body, goes by the name of what it extends or implements. */
    private static Class<?> named(Class<?> type) {
        Class<?> named = type;
        while (named.isAnonymousClass()) {
            Class<?>[] interfaces = named.getInterfaces();
            named = interfaces.length > 0 ? interfaces[0] : named.getSuperclass();
        }
        return named;
    }
}
