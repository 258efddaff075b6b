package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationListenerTest {

    private final List<String> calls = new ArrayList<>();
    private boolean probeSent;
    private Set<OutboxSession.Announcement> news = EnumSet.noneOf(OutboxSession.Announcement.class);
    private final NotificationListener listening = new NotificationListener(
            () -> calls.add("messages"),
            () -> calls.add("leases"),
            NotificationListener.Probe.of(() -> calls.add("probe"), () -> probeSent));
    private final OutboxSession session = (OutboxSession) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {OutboxSession.class}, (proxy, method, args) -> {
                calls.add(method.getName());
                return method.getName().equals("awaitAnnouncements") ? news : null;
            });

    @Test
    void asksTheDatabaseWhenItHasBeenSilentForTenSeconds() {
        listening.begin(session);
        for (int quarterOfASecond = 0; quarterOfASecond < 80; quarterOfASecond++) {
            listening.turn(session);
        }
        assertThat(calls).filteredOn("listen"::equals).hasSize(1 + 2);
    }

    @Test
    void takesForNewsWhatItMayHaveMissed() {
        listening.begin(session);
        assertThat(calls).containsExactly("listen", "awaitAnnouncements", "probe", "messages", "leases");
    }

    @Test
    void listensNoMoreWhenItDoesNotHearWhatWasAnnouncedToIt() {
        listening.begin(session);
        probeSent = true;
        for (int quarterOfASecond = 0; quarterOfASecond < 20; quarterOfASecond++) {
            assertThat(listening.turn(session)).isZero();
        }
        calls.clear();
        assertThat(listening.turn(session)).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(calls).isEmpty();

        // On a new connection it tries again.
        listening.begin(session);
        news = EnumSet.of(OutboxSession.Announcement.PROBE);
        hearThreeTimes();
        news = EnumSet.noneOf(OutboxSession.Announcement.class);
        for (int quarterOfASecond = 0; quarterOfASecond < 39; quarterOfASecond++) {
            assertThat(listening.turn(session)).isZero();
        }
    }

    /** Behind a pooler one may be heard by chance. */
    @Test
    void listensNoMoreWhenItHearsTheFirstOfThreeOnly() {
        listening.begin(session);
        probeSent = true;
        news = EnumSet.of(OutboxSession.Announcement.PROBE);
        listening.turn(session);
        assertThat(calls).filteredOn("probe"::equals).hasSize(2);
        news = EnumSet.noneOf(OutboxSession.Announcement.class);
        for (int quarterOfASecond = 0; quarterOfASecond < 20; quarterOfASecond++) {
            listening.turn(session);
        }

        assertThat(listening.turn(session)).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    private void hearThreeTimes() {
        for (int i = 0; i < 3; i++) {
            listening.turn(session);
        }
    }

    @Test
    void passesOnWhatItHears() {
        news = EnumSet.allOf(OutboxSession.Announcement.class);
        hearThreeTimes();
        calls.clear();
        listening.turn(session);
        assertThat(calls).containsExactly("awaitAnnouncements", "messages", "leases");
    }
}
