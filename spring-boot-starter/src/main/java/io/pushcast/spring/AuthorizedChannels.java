package io.pushcast.spring;

import java.util.Map;

/** The channels for which the application has rules, to be shown to whoever operates it. */
@FunctionalInterface
public interface AuthorizedChannels {

    /** What decides about subscriptions, such as {@code OrderChannels.canSee}, by the pattern of the channels. */
    Map<String, String> authorizers();
}
