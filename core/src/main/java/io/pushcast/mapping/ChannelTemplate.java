package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.text.LogText;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel's template, ready to be filled in from the events of one class. What comes out is a channel of the kind
 * that the template's own text prescribes, and one from which the values can be read back in one way only.
 */
final class ChannelTemplate {

    private final TemplateSite site;
    private final ChannelName.Type type;
    private final List<String> literals;
    private final List<PropertyPath> paths;
    private final @Nullable List<ChannelName> constant;
    private volatile @Nullable RecentChannels recent;

    ChannelTemplate(TemplateSite site) {
        Template template = site.template();
        this.site = site;
        this.type = template.channelType();
        this.literals = template.literals();
        this.paths = template.properties().stream()
                .map(names -> PropertyPath.of(site, names))
                .toList();
        this.constant = paths.isEmpty() ? List.of(ChannelName.of(template.toString())) : null;
    }

    /** @throws InvalidMessageException if a value is missing or can't be part of such a channel's name */
    ChannelName channelFor(Object event) {
        return channelsFor(event).get(0);
    }

    /** As {@link #channelFor}, in a list of one. */
    List<ChannelName> channelsFor(Object event) {
        if (constant != null) {
            return constant;
        }
        PropertyPath first = paths.get(0);
        Object value = first.read(event);
        String text = first.text(value);
        RecentChannels known = paths.size() == 1 ? recent() : null;
        List<ChannelName> channels = known == null ? null : known.find(text);
        if (channels == null) {
            channels = List.of(made(event, value, text));
            if (known != null) {
                known.add(text, channels);
            }
        }
        return channels;
    }

    /** Two threads may both get here; then the one table or the other goes on. */
    private RecentChannels recent() {
        RecentChannels known = recent;
        if (known == null) {
            known = new RecentChannels();
            recent = known;
        }
        return known;
    }

    private ChannelName made(Object event, Object firstValue, String firstText) {
        String result = appended(literals.get(0), 0, firstValue, firstText);
        for (int i = 1; i < paths.size(); i++) {
            Object value = paths.get(i).read(event);
            result = appended(result, i, value, paths.get(i).text(value));
        }
        if (ChannelName.Type.of(result) != type) {
            throw changesType(event, result);
        }
        return ChannelName.of(result);
    }

    private String appended(String name, int i, Object value, String text) {
        checkCharacters(paths.get(i), text);
        String behind = literals.get(i + 1);
        String longer = name.concat(text).concat(behind);
        if (i < paths.size() - 1 && longer.indexOf(behind, name.length()) < name.length() + text.length()) {
            checkEnd(paths.get(i), value, behind);
        }
        return longer;
    }

    /** For a value after which its end could be seen too early. */
    private void checkEnd(PropertyPath path, Object value, String behind) {
        // A UUID has hyphens, but always ends after 36 characters.
        if (!(value instanceof UUID)) {
            throw new InvalidMessageException(site + " can't take the value " + LogText.quoted(path.text(value))
                    + " of the property " + path + ": it contains or runs into the text '" + behind
                    + "' that ends it, so that the channel could be meant for other values; write between the placeholders"
                    + " what their values don't have");
        }
    }

    private void checkCharacters(PropertyPath path, String value) {
        // A user's id is the application's own and may have any characters.
        int bad = type == ChannelName.Type.USER ? -1 : ChannelName.firstIllegal(value, 0);
        if (bad >= 0) {
            throw new InvalidMessageException(
                    site + " can't take the value " + LogText.quoted(value) + " of the property "
                            + path + ": it has the character " + LogText.character(value.charAt(bad))
                            + " at position " + bad
                            + "; channel names are made of " + Template.CHANNEL_CHARACTERS);
        }
    }

    private InvalidMessageException changesType(Object event, String result) {
        PropertyPath first = paths.get(0);
        return new InvalidMessageException(site + " can't take the value "
                + LogText.quoted(first.text(first.read(event))) + " of the property " + first + ": with it "
                + LogText.quoted(result) + " would be " + described(ChannelName.Type.of(result)) + " and no longer "
                + described(type));
    }

    private static String described(ChannelName.Type type) {
        return type == ChannelName.Type.PUBLIC ? "a public channel" : "a channel of the kind " + type.prefix() + "…";
    }
}
