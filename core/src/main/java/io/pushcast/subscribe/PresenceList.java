package io.pushcast.subscribe;

import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.subscribe.PresenceMembers.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of one presence channel. For use by one thread at a time. */
final class PresenceList {

    private final ChannelName channel;
    private final Map<String, PresenceMember> members = new LinkedHashMap<>();

    PresenceList(ChannelName channel) {
        this.channel = channel;
    }

    /** All members anew: {@code {"presence":{"ids":[…],"hash":{…}}}}. */
    PresenceMembers replace(Map<?, ?> data) {
        members.clear();
        if (data.get("presence") instanceof Map<?, ?> presence) {
            Map<?, ?> hash = presence.get("hash") instanceof Map<?, ?> found ? found : Map.of();
            if (presence.get("ids") instanceof List<?> ids) {
                ids.forEach(id -> add(id, hash.get(String.valueOf(id))));
            }
            hash.forEach((id, info) -> {
                if (!members.containsKey(String.valueOf(id))) {
                    add(id, info);
                }
            });
        }
        return changed(Change.SNAPSHOT, null);
    }

    /** {@code {"user_id":…,"user_info":…}}; null if that names nobody, or somebody who is there already. */
    @Nullable
    PresenceMembers joined(Map<?, ?> data) {
        String id = id(data.get("user_id"));
        if (id.isEmpty() || members.containsKey(id)) {
            return null;
        }
        add(id, data.get("user_info"));
        return changed(Change.JOINED, members.get(id));
    }

    /** {@code {"user_id":…}}; null if that is nobody who was there. */
    @Nullable
    PresenceMembers left(Map<?, ?> data) {
        PresenceMember gone = members.remove(id(data.get("user_id")));
        return gone == null ? null : changed(Change.LEFT, gone);
    }

    PresenceMembers snapshot() {
        return changed(Change.SNAPSHOT, null);
    }

    private static String id(@Nullable Object id) {
        return id == null ? "" : String.valueOf(id);
    }

    private void add(@Nullable Object id, @Nullable Object info) {
        String name = id(id);
        if (!name.isEmpty()) {
            members.put(name, PresenceMember.of(name, info));
        }
    }

    private PresenceMembers changed(Change change, @Nullable PresenceMember member) {
        return new PresenceMembers(channel, change, member, new ArrayList<>(members.values()));
    }
}
