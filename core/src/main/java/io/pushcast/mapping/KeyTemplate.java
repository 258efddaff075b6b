package io.pushcast.mapping;

import io.pushcast.message.OrderingKey;
import java.util.List;

/** An ordering key's template, ready to be filled in from the events of one class. */
final class KeyTemplate {

    private final List<String> literals;
    private final List<PropertyPath> paths;

    KeyTemplate(TemplateSite site) {
        this.literals = site.template().literals();
        this.paths = site.template().properties().stream()
                .map(names -> PropertyPath.of(site, names))
                .toList();
    }

    OrderingKey keyFor(Object event) {
        String key = literals.get(0);
        for (int i = 0; i < paths.size(); i++) {
            PropertyPath path = paths.get(i);
            key = key.concat(path.text(path.read(event))).concat(literals.get(i + 1));
        }
        return OrderingKey.of(key);
    }
}
