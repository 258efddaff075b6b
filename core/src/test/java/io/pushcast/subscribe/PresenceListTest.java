package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.subscribe.PresenceMembers.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceListTest {

    private final PresenceList list = new PresenceList(ChannelName.of("presence-1"));

    private static Map<?, ?> snapshot(Object ids, Object hash) {
        return Map.of("presence", Map.of("ids", ids, "hash", hash));
    }

    @Test
    void aSnapshotReplacesWhoWasThere() {
        list.replace(snapshot(List.of("a", "b"), Map.of("a", Map.of("name", "Ada"))));

        PresenceMembers members = list.replace(snapshot(List.of("b", 7L), Map.of()));

        assertThat(members.change()).isEqualTo(Change.SNAPSHOT);
        assertThat(members.all()).containsExactly(PresenceMember.of("b"), PresenceMember.of("7"));
    }

    @Test
    void takesMembersThatAreInTheHashAlone() {
        assertThat(list.replace(snapshot("none", Map.of("a", Map.of()))).find("a"))
                .isPresent();
        assertThat(list.replace(Map.of()).all()).isEmpty();
    }

    @Test
    void tellsEachComingAndGoingOnce() {
        list.replace(Map.of());
        PresenceMembers joined = list.joined(Map.of("user_id", "a", "user_info", Map.of("name", "Ada")));

        assertThat(joined.member()).isEqualTo(PresenceMember.of("a", Map.of("name", "Ada")));
        assertThat(list.joined(Map.of("user_id", "a"))).isNull();
        assertThat(list.left(Map.of("user_id", "b"))).isNull();
        assertThat(list.left(Map.of("user_id", "a")).all()).isEmpty();
        assertThat(list.left(Map.of())).isNull();
        assertThat(list.joined(Map.of())).isNull();
    }
}
