package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.outbox.store.StuckMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session whose every call is outside the caller's transaction. */
final class DetachedSession implements OutboxSession {

    private final OutboxSession session;
    private final OutsideTransactions outside;

    DetachedSession(OutboxSession session, OutsideTransactions outside) {
        this.session = session;
        this.outside = outside;
    }

    @Override
    public Membership heartbeat(String instance, Duration timeToLive) {
        return outside.get(() -> session.heartbeat(instance, timeToLive));
    }

    @Override
    public void leave(String instance) {
        outside.run(() -> session.leave(instance));
    }

    @Override
    public Set<Integer> renew(String instance, Duration timeToLive, Set<Integer> partitions) {
        return outside.get(() -> session.renew(instance, timeToLive, partitions));
    }

    @Override
    public KeptAlive keepAlive(String instance, Duration timeToLive, Set<Integer> partitions) {
        return outside.get(() -> session.keepAlive(instance, timeToLive, partitions));
    }

    @Override
    public Set<Integer> take(String instance, Duration timeToLive, int most, Set<Integer> except) {
        return outside.get(() -> session.take(instance, timeToLive, most, except));
    }

    @Override
    public void release(String instance, Set<Integer> partitions) {
        outside.run(() -> session.release(instance, partitions));
    }

    @Override
    public LoadResult load(LoadRequest request, LoadFilter filter) {
        return outside.get(() -> session.load(request, filter));
    }

    @Override
    public void delete(Collection<StoredRecord> messages) {
        outside.run(() -> session.delete(messages));
    }

    @Override
    public Set<Long> present(Collection<StoredRecord> messages) {
        return outside.get(() -> session.present(messages));
    }

    @Override
    public void noteRetries(Collection<RetryNote> notes) {
        outside.run(() -> session.noteRetries(notes));
    }

    @Override
    public void forgetRetries(Collection<StoredRecord> messages) {
        outside.run(() -> session.forgetRetries(messages));
    }

    @Override
    public void forgetRetriesOfGone() {
        outside.run(session::forgetRetriesOfGone);
    }

    @Override
    public List<StuckMessage> stuck(long after, int limit) {
        return outside.get(() -> session.stuck(after, limit));
    }

    @Override
    public boolean buryByHand(long id, String explanation) {
        return outside.get(() -> session.buryByHand(id, explanation));
    }

    @Override
    public boolean skip(long id) {
        return outside.get(() -> session.skip(id));
    }

    @Override
    public void pause(boolean paused) {
        outside.run(() -> session.pause(paused));
    }

    @Override
    public @Nullable Instant pausedSince() {
        return outside.get(() -> Optional.ofNullable(session.pausedSince())).orElse(null);
    }

    @Override
    public OutboxBacklog backlog(int keys) {
        return outside.get(() -> session.backlog(keys));
    }

    @Override
    public boolean bury(StoredRecord message, DeadLetterCause death) {
        return outside.get(() -> session.bury(message, death));
    }

    @Override
    public List<DeadLetter> deadLetters(DeadLetterFilter filter, int limit) {
        return outside.get(() -> session.deadLetters(filter, limit));
    }

    @Override
    public int revive(DeadLetterFilter filter) {
        return outside.get(() -> session.revive(filter));
    }

    @Override
    public int purge(DeadLetterFilter filter) {
        return outside.get(() -> session.purge(filter));
    }

    @Override
    public OutboxCounts count() {
        return outside.get(session::count);
    }

    @Override
    public Map<String, Long> waitingForOtherApps(Set<String> apps) {
        return outside.get(() -> session.waitingForOtherApps(apps));
    }

    @Override
    public long newest() {
        return outside.get(session::newest);
    }

    @Override
    public void announce(Announcement news) {
        outside.run(() -> session.announce(news));
    }

    @Override
    public void listen() {
        outside.run(session::listen);
    }

    @Override
    public Set<Announcement> awaitAnnouncements(Duration timeout) {
        return outside.get(() -> session.awaitAnnouncements(timeout));
    }

    @Override
    public void close() {
        outside.run(session::close);
    }
}
