package io.pushcast.outbox.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox's threads do in an {@link OutboxStore}; each call commits what it did before it returns. All times are the
 * database's, so that clocks of instances don't matter. Not for use by several threads. Every method may throw an
 * {@link OutboxException}; the session is of no use after that.
 */
public interface OutboxSession extends AutoCloseable {

    /**
     * Says that an instance lives, for another while, and forgets those whose while is over.
     *
     * @return its place among those that live
     */
    Membership heartbeat(String instance, Duration timeToLive);

    /**
     * The place of an instance among those that live, by which they share the work without talking to each other.
     *
     * @param live how many live, this one included
     * @param before how many of them come before it, in an order on which all agree
     * @param firstEnd when the first of the others is over, if it says nothing until then; if there are none, as long as one
     *     likes
     */
    record Membership(int live, int before, Duration firstEnd) {}

    /** The instance shares the work no more. */
    void leave(String instance);

    /**
     * Extends the leases of an instance on these partitions.
     *
     * @return those it still had: those that nobody else has taken
     */
    Set<Integer> renew(String instance, Duration timeToLive, Set<Integer> partitions);

    /**
     * Does all at once that an instance does regularly: a {@link #heartbeat}, {@link #renew} if there are partitions, and a
     * look whether the outbox is {@linkplain #pausedSince paused}.
     */
    default KeptAlive keepAlive(String instance, Duration timeToLive, Set<Integer> partitions) {
        Membership membership = heartbeat(instance, timeToLive);
        Set<Integer> renewed = partitions.isEmpty() ? Set.of() : renew(instance, timeToLive, partitions);
        return new KeptAlive(membership, renewed, pausedSince());
    }

    /**
     * What came of {@link #keepAlive}.
     *
     * @param membership the place of the instance among those that live
     * @param renewed the leases that it still had, of those that it asked for
     * @param pausedSince since when delivery is paused; null if it is not
     */
    record KeptAlive(
            Membership membership,
            Set<Integer> renewed,
            @Nullable Instant pausedSince) {}

    /**
     * Takes leases that nobody has, or whose time is over, or that the instance has without knowing it, since the answer
     * did not reach it when it took them.
     *
     * @param most how many at most
     * @param except what not to take
     * @return what was taken
     */
    Set<Integer> take(String instance, Duration timeToLive, int most, Set<Integer> except);

    /** Gives leases back; those that the instance has not stay as they are. */
    void release(String instance, Set<Integer> partitions);

    /**
     * Loads committed messages, in the order of their ids. One look finds the ids; then those that are wanted are loaded,
     * until the bytes are used up.
     *
     * @param request where to look, and for how much
     * @param filter says which to load; asked once for each message that the look finds, in their order, before any is
     *     loaded
     */
    LoadResult load(LoadRequest request, LoadFilter filter);

    /**
     * Where to look for messages.
     *
     * @param partitions of these partitions
     * @param after with greater ids than this
     * @param limit at how many to look at most, those not wanted included
     * @param bytes how many {@linkplain StoredRecord#bytes() bytes} to load at most; one message is loaded all the same
     * @param skipBlocked whether to leave out messages whose ordering key has a dead letter
     * @param onlyKey only messages with this key hash; null for any
     * @param exceptKeys no messages with these key hashes
     * @param exceptApps no messages for these apps
     */
    record LoadRequest(
            Set<Integer> partitions,
            long after,
            int limit,
            long bytes,
            boolean skipBlocked,
            @Nullable Integer onlyKey,
            Set<Integer> exceptKeys,
            Set<String> exceptApps) {

        /** For messages of any key and app. */
        public static LoadRequest of(Set<Integer> partitions, long after, int limit, long bytes, boolean skipBlocked) {
            return new LoadRequest(partitions, after, limit, bytes, skipBlocked, null, Set.of(), Set.of());
        }

        /** The same, but only of one key. */
        public LoadRequest ofKey(int keyHash) {
            return new LoadRequest(partitions, after, limit, bytes, skipBlocked, keyHash, exceptKeys, exceptApps);
        }

        /** The same, but none of these keys or apps. */
        public LoadRequest without(Set<Integer> keyHashes, Set<String> apps) {
            return new LoadRequest(partitions, after, limit, bytes, skipBlocked, onlyKey, keyHashes, apps);
        }
    }

    /**
     * What a look finds of a message before it is loaded.
     *
     * @param id its id
     * @param partition its partition
     * @param keyHash the hash of its ordering key
     * @param app the app that it is for
     */
    record FoundMessage(long id, int partition, int keyHash, String app) {}

    /** Says which messages to load. */
    @FunctionalInterface
    interface LoadFilter {

        /** Whether to load this message. */
        boolean test(FoundMessage message);
    }

    /**
     * What came of a load.
     *
     * @param messages those that were wanted and are not gone, in the order of their ids
     * @param last the id up to which the load came: of those up to it none is missing. 0 if there was none
     * @param cut whether the load ended there because the limit was reached or the bytes were used up
     */
    record LoadResult(List<StoredRecord> messages, long last, boolean cut) {}

    /**
     * Deletes messages; those that are gone already don't matter. Another that has the id of one of them stays: a database
     * gives ids again if it has lost what it had committed.
     */
    void delete(Collection<StoredRecord> messages);

    /**
     * Which of these messages are still there; another one that has the id of one of them does not count.
     *
     * @return their ids
     */
    Set<Long> present(Collection<StoredRecord> messages);

    /** Writes down that these messages are being retried, or that they have failed once more. */
    void noteRetries(Collection<RetryNote> notes);

    /**
     * A message that is being retried.
     *
     * @param message the message
     * @param failingFor how long ago it has failed first
     * @param attempts how many requests it has been part of
     * @param status the HTTP status of the server's last answer; 0 if there was none
     * @param failure how the last attempt failed, in words
     */
    record RetryNote(StoredRecord message, Duration failingFor, int attempts, int status, String failure) {}

    /** Forgets that messages were retried. */
    void forgetRetries(Collection<StoredRecord> messages);

    /** Forgets what was written down of messages that are gone. */
    void forgetRetriesOfGone();

    /**
     * The messages that are being retried, in the order of their ids.
     *
     * @param after with greater ids than this
     * @param limit how many at most
     */
    List<StuckMessage> stuck(long after, int limit);

    /**
     * Makes the message with this id a dead letter by hand, in one transaction.
     *
     * @param explanation who did it, and why
     * @return false, and nothing happens, if there is none
     */
    boolean buryByHand(long id, String explanation);

    /**
     * Deletes the message with this id, which is never delivered then.
     *
     * @return whether there was one
     */
    boolean skip(long id);

    /** Pauses delivery in all instances, or lets it go on. Says since when it is paused only if it was not before. */
    void pause(boolean paused);

    /** Since when delivery is paused in all instances; null if it is not. */
    @Nullable
    Instant pausedSince();

    /**
     * Where messages wait.
     *
     * @param keys of how many ordering keys to tell at most
     */
    OutboxBacklog backlog(int keys);

    /**
     * Makes a message a dead letter, in one transaction.
     *
     * @return false, and nothing happens, if the message is gone, or another has its id
     */
    boolean bury(StoredRecord message, DeadLetterCause cause);

    /** Dead letters, in the order of their ids. */
    List<DeadLetter> deadLetters(DeadLetterFilter filter, int limit);

    /**
     * Makes messages of dead letters again, with their old ids and so before younger messages of their keys.
     *
     * @return how many
     */
    int revive(DeadLetterFilter filter);

    /**
     * Deletes dead letters for good.
     *
     * @return how many
     */
    int purge(DeadLetterFilter filter);

    /** What there is. */
    OutboxCounts count();

    /** For which other apps than these messages wait, and how many for each; numbers may be estimates if they are large. */
    Map<String, Long> waitingForOtherApps(Set<String> apps);

    /** The greatest id of the committed messages that wait; 0 if none does. */
    long newest();

    /** Tells all listening sessions, at once, that there is news. Does nothing if the store can't. */
    void announce(Announcement news);

    /** Begins to listen to announcements. */
    void listen();

    /** What was announced since the last call; waits for it that long. */
    Set<Announcement> awaitAnnouncements(Duration timeout);

    @Override
    void close();

    /** What instances tell each other. */
    enum Announcement {
        /** Messages were committed. */
        MESSAGES,
        /** Leases were given back, an instance has come or gone, or the outbox is paused or goes on. */
        LEASES,
        /** Nothing: whoever hears it knows that announcements come through. */
        PROBE
    }
}
