package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.text.LogText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's template, ready to be filled in from the events of one class. What comes out is a channel of the kind
 * that the template's own text prescribes, and one from which the values can be read back in one way only: the way in
 * which the channel pattern of the same text reads them.
 */
final class ChannelTemplate {

    private final TemplateSite site;
    private final ChannelName.Type type;
    private final List<String> literals;
    private final List<PropertyPath> paths;
    private final String separators;
    private final boolean takesRest;
    private final @Nullable ChannelName constant;

    ChannelTemplate(TemplateSite site) {
        Template template = site.template();
        this.site = site;
        this.type = template.channelType();
        this.literals = template.literals();
        this.paths = template.properties().stream()
                .map(names -> PropertyPath.of(site, names))
                .toList();
        this.separators = template.separators();
        this.takesRest = template.takesRest();
        this.constant = paths.isEmpty() ? ChannelName.of(template.toString()) : null;
    }

    /** @throws InvalidMessageException if a value is missing or can't be part of such a channel's name */
    ChannelName channelFor(Object event) {
        if (constant != null) {
            return constant;
        }
        String result = literals.get(0);
        for (int i = 0; i < paths.size(); i++) {
            result = appended(result, i, event);
        }
        if (ChannelName.Type.of(result) != type) {
            throw changesType(event, result);
        }
        return ChannelName.of(result);
    }

    private String appended(String name, int i, Object event) {
        PropertyPath path = paths.get(i);
        String text = path.text(path.read(event));
        checkCharacters(path, text);
        boolean last = i == paths.size() - 1;
        if (!(last && takesRest)) {
            checkSeparators(path, text, last && literals.get(i + 1).isEmpty());
        }
        return name.concat(text).concat(literals.get(i + 1));
    }

    /** The channel of a value with a separator could be that of other values, or of another template. */
    private void checkSeparators(PropertyPath path, String value, boolean atEnd) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (separators.indexOf(c) >= 0) {
                throw new InvalidMessageException(site + " can't take the value " + LogText.quoted(value)
                        + " of the property " + path + ": it has the character " + LogText.character(c)
                        + " at position " + i
                        + ", which ends a value in channels like this, so that the channel could be meant for other values; "
                        + (atEnd
                                ? "write {" + path + "...} if values may have it, and rules look at the whole of it"
                                : "write between the placeholders what their values don't have"));
            }
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
