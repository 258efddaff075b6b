package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.SocketId;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.Announcement;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxSession.LoadResult;
import io.pushcast.outbox.store.OutboxSession.Membership;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.outbox.store.StuckMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link OutboxStore} must do: a subclass says which, and JUnit runs it. Each test begins with an empty store; no
 * instance has a lease.
 */
public abstract class OutboxStoreContract {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Set<Integer> ALL =
            IntStream.range(0, OutboxStore.PARTITIONS).boxed().collect(Collectors.toSet());

    private static final DeadLetterCause REFUSED = new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1);

    private OutboxStore store;
    private OutboxSession session;

    /** For subclasses. */
    protected OutboxStoreContract() {}

    /** A store with all that it needs, holding nothing. Called before each test. */
    protected abstract OutboxStore emptyStore() throws Exception;

    /** Begins a transaction that {@link OutboxStore#insert} takes part in while {@link Transaction#run} runs. */
    protected abstract Transaction begin() throws Exception;

    /** A transaction of the application. */
    public interface Transaction {

        /** Does something as part of it. */
        void run(Runnable work) throws Exception;

        /** Ends it well. */
        void commit() throws Exception;

        /** Undoes it. */
        void rollback() throws Exception;
    }

    @BeforeEach
    void openSession() throws Exception {
        store = emptyStore();
        session = store.open();
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    private static OutboxRecord record(String id, String key) {
        return OutboxRecord.of("app", message(id, key), Map.of("traceparent", "00-1"));
    }

    private static ChannelMessage message(String id, String key) {
        return ChannelMessage.builder(id, List.of(ChannelName.of("orders")), "placed", "{\"name\":\"Zoë 😀 \\\\ '\"}")
                .orderedBy(key.isEmpty() ? OrderingKey.NONE : OrderingKey.of(key))
                .excluding(SocketId.of("1.2"))
                .build();
    }

    private void insert(String... ids) {
        for (String id : ids) {
            store.insert(record(id, "key"), () -> {});
        }
    }

    private List<StoredRecord> load() {
        return load(ALL, 0, 100, found -> true, false);
    }

    private List<StoredRecord> load(
            Set<Integer> partitions, long after, int limit, OutboxSession.LoadFilter wanted, boolean skipBlocked) {
        return session.load(LoadRequest.of(partitions, after, limit, Long.MAX_VALUE, skipBlocked), wanted)
                .messages();
    }

    private static List<String> ids(List<StoredRecord> records) {
        return records.stream().map(stored -> stored.content().messageId()).toList();
    }

    /** A check of a store with all that it needs finds nothing. */
    @Test
    void passesItsOwnCheck() {
        store.check();
    }

    @Test
    void givesBackWhatWasInsertedByteForByte() {
        OutboxRecord record = record("1", "Key \n ü");
        store.insert(record, () -> {});

        StoredRecord stored = load().get(0);
        assertThat(stored.content()).isEqualTo(record);
        assertThat(stored.id()).isPositive();
        assertThat(session.count().oldestAge()).isBetween(Duration.ZERO, LONG);
    }

    @Test
    void keysAreComparedExactly() {
        store.insert(record("1", "key"), () -> {});
        store.insert(record("2", "KEY"), () -> {});
        session.bury(load().get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(ids(load(ALL, 0, 10, found -> true, true))).containsExactly("2");
        assertThat(session.purge(DeadLetterFilter.all().withOrderingKey("KEY"))).isZero();
    }

    @Test
    void showsNothingBeforeTheCommitAndTellsOfIt() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Transaction transaction = begin();
        transaction.run(() -> store.insert(record("1", "key"), told::incrementAndGet));
        assertThat(load()).isEmpty();
        assertThat(told).hasValue(0);

        transaction.commit();
        assertThat(ids(load())).containsExactly("1");
        assertThat(told.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void forgetsWhatWasRolledBack() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Transaction transaction = begin();
        transaction.run(() -> store.insert(record("1", "key"), told::incrementAndGet));
        transaction.rollback();

        assertThat(load()).isEmpty();
        assertThat(told).hasValue(0);
    }

    @Test
    void insertsAtOnceOutsideOfATransaction() {
        AtomicInteger told = new AtomicInteger();
        store.insert(record("1", "key"), told::incrementAndGet);

        assertThat(ids(load())).containsExactly("1");
        assertThat(told).hasValue(1);
    }

    @Test
    void givesGreaterIdsToLaterInsertsWhicheverCommitsFirst() throws Exception {
        Transaction first = begin();
        first.run(() -> insert("1"));
        insert("2");
        long second = load().get(0).id();
        first.commit();

        assertThat(ids(load())).containsExactly("1", "2");
        assertThat(load().get(0).id()).isLessThan(second);
    }

    @Test
    void loadsInOrderWhatIsAskedFor() {
        insert("1", "2", "3", "4", "5");
        List<StoredRecord> all = load();

        assertThat(ids(load(ALL, all.get(1).id(), 2, found -> true, false))).containsExactly("3", "4");
        assertThat(ids(load(ALL, 0, 3, found -> found.id() != all.get(0).id(), false)))
                .containsExactly("2", "3");
        int own = all.get(0).content().partition();
        assertThat(load(Set.of(own), 0, 10, found -> true, false)).hasSize(5);
        assertThat(load(Set.of((own + 1) % 64), 0, 10, found -> true, false)).isEmpty();
        assertThat(load(Set.of(), 0, 10, found -> true, false)).isEmpty();
    }

    @Test
    void insertsManyAtOnceInTheirOrder() throws Exception {
        List<OutboxRecord> many = IntStream.range(0, 1_203)
                .mapToObj(i -> record(String.valueOf(i), "key"))
                .toList();
        AtomicInteger told = new AtomicInteger();
        Transaction undone = begin();
        undone.run(() -> store.insert(many, told::incrementAndGet));
        undone.rollback();
        assertThat(load()).isEmpty();
        Transaction transaction = begin();
        transaction.run(() -> store.insert(many, told::incrementAndGet));
        assertThat(load()).isEmpty();
        transaction.commit();

        assertThat(load(ALL, 0, 2_000, found -> true, false))
                .extracting(StoredRecord::content)
                .isEqualTo(many);
        assertThat(told.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void insertsAllOrNoneOutsideOfATransaction() {
        AtomicInteger told = new AtomicInteger();
        store.insert(List.of(record("1", "key"), record("2", "other"), record("3", "key")), told::incrementAndGet);
        assertThat(ids(load())).containsExactly("1", "2", "3");
        assertThat(told).hasValue(1);

        store.insert(List.of(), told::incrementAndGet);
        assertThat(load()).hasSize(3);
    }

    @Test
    void outboxesOfOtherNamesAreOutOfSight() throws InterruptedException {
        OutboxStore other = store.named("other");
        other.check();
        insert("1", "2");
        session.bury(load().get(0), REFUSED);
        session.take("a", LONG, 64, Set.of());
        session.heartbeat("a", LONG);

        try (OutboxSession others = other.open()) {
            assertThat(others.load(LoadRequest.of(ALL, 0, 10, 10_000, false), found -> true))
                    .isEqualTo(new LoadResult(List.of(), 0, false));
            assertThat(others.count()).isEqualTo(new OutboxCounts(0, Duration.ZERO, 0));
            assertThat(others.newest()).isZero();
            assertThat(others.deadLetters(DeadLetterFilter.all(), 10)).isEmpty();
            assertThat(others.revive(DeadLetterFilter.all())).isZero();
            assertThat(others.purge(DeadLetterFilter.all())).isZero();
            assertThat(others.take("b", LONG, 64, Set.of())).hasSize(64);
            assertThat(others.renew("a", LONG, ALL)).isEmpty();
            assertThat(others.heartbeat("b", LONG).live()).isEqualTo(1);
            assertThat(others.waitingForOtherApps(Set.of())).isEmpty();
            others.leave("a");
            others.release("a", ALL);
            others.listen();
            session.announce(Announcement.MESSAGES);
            assertThat(others.awaitAnnouncements(SHORT)).isEmpty();

            other.insert(record("3", "key"), () -> {});
            assertThat(ids(others.load(LoadRequest.of(ALL, 0, 10, 10_000, false), found -> true)
                            .messages()))
                    .containsExactly("3");
        }
        assertThat(ids(load())).containsExactly("2");
        assertThat(session.count().deadLetters()).isEqualTo(1);
        assertThat(session.renew("a", LONG, ALL)).hasSize(64);
        assertThat(place("a")).isEqualTo("0 before, 1 live");
        assertThat(store.named("other").open()).satisfies(again -> {
            assertThat(again.count().pending()).isEqualTo(1);
            again.close();
        });
    }

    @Test
    void looksPastKeysAndAppsAndForOneKeyAlone() {
        insert("1", "2");
        store.insert(record("3", "other"), () -> {});
        store.insert(OutboxRecord.of("elsewhere", message("4", "key"), Map.of()), () -> {});
        int key = load().get(0).content().keyHash();

        LoadRequest all = LoadRequest.of(ALL, 0, 10, Long.MAX_VALUE, false);
        assertThat(ids(session.load(all.ofKey(key), found -> true).messages())).containsExactly("1", "2", "4");
        assertThat(ids(session.load(all.without(Set.of(key), Set.of()), found -> true)
                        .messages()))
                .containsExactly("3");
        assertThat(ids(session.load(all.without(Set.of(key + 1), Set.of("app", "none")), found -> true)
                        .messages()))
                .containsExactly("4");
        List<OutboxSession.FoundMessage> found = new ArrayList<>();
        session.load(all, each -> found.add(each));
        assertThat(found).extracting(OutboxSession.FoundMessage::app).containsExactly("app", "app", "app", "elsewhere");
        assertThat(found)
                .extracting(OutboxSession.FoundMessage::keyHash)
                .startsWith(key, key)
                .endsWith(key);
        assertThat(session.waitingForOtherApps(Set.of("app", "none"))).isEqualTo(Map.of("elsewhere", 1L));
        assertThat(session.waitingForOtherApps(Set.of("elsewhere"))).isEqualTo(Map.of("app", 3L));
    }

    @Test
    void saysHowFarItCame() {
        assertThat(session.load(LoadRequest.of(ALL, 0, 10, Long.MAX_VALUE, false), found -> true))
                .isEqualTo(new LoadResult(List.of(), 0, false));
        insert("1", "2", "3");
        List<StoredRecord> all = load();
        long first = all.get(0).id();
        long third = all.get(2).id();

        assertThat(session.load(LoadRequest.of(ALL, 0, 10, Long.MAX_VALUE, false), found -> found.id() == first))
                .isEqualTo(new LoadResult(all.subList(0, 1), third, false));
        assertThat(session.load(LoadRequest.of(ALL, 0, 2, Long.MAX_VALUE, false), found -> found.id() == first))
                .isEqualTo(new LoadResult(all.subList(0, 1), all.get(1).id(), true));
        assertThat(session.load(LoadRequest.of(ALL, third, 10, Long.MAX_VALUE, false), found -> true))
                .isEqualTo(new LoadResult(List.of(), 0, false));
    }

    @Test
    void loadsNoMoreThanTheBytesAllowButOne() {
        insert("1", "2", "3", "4");
        List<StoredRecord> all = load();
        long each = all.get(0).bytes();

        assertThat(session.load(LoadRequest.of(ALL, 0, 10, 3 * each - 1, false), found -> true))
                .isEqualTo(new LoadResult(all.subList(0, 2), all.get(1).id(), true));
        assertThat(session.load(
                        LoadRequest.of(ALL, 0, 10, 2 * each, false),
                        found -> found.id() != all.get(1).id()))
                .isEqualTo(new LoadResult(
                        List.of(all.get(0), all.get(2)), all.get(2).id(), true));
        assertThat(session.load(LoadRequest.of(ALL, 0, 10, 4 * each, false), found -> true))
                .isEqualTo(new LoadResult(all, all.get(3).id(), false));
        assertThat(session.load(LoadRequest.of(ALL, 0, 10, 0, false), found -> true))
                .isEqualTo(new LoadResult(all.subList(0, 1), all.get(0).id(), true));
    }

    @Test
    void deletesManyAndDoesNotMindThoseThatAreGone() {
        for (int i = 0; i < 600; i++) {
            insert(String.valueOf(i));
        }
        List<StoredRecord> messages = load(ALL, 0, 1_000, found -> true, false);
        session.delete(messages.subList(0, 3));
        session.delete(messages.subList(0, 599));

        assertThat(ids(load())).containsExactly("599");
        session.delete(List.of());
        assertThat(session.count().pending()).isEqualTo(1);
    }

    @Test
    void leavesAloneAnotherMessageThatHasTheSameId() {
        insert("1", "2");
        StoredRecord stored = load().get(0);
        StoredRecord lost = new StoredRecord(stored.id(), stored.storedAt(), record("lost", "key"));

        session.delete(List.of(lost, load().get(1)));
        assertThat(session.bury(lost, new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1)))
                .isFalse();
        assertThat(ids(load())).containsExactly("1");
        assertThat(session.count().deadLetters()).isZero();
    }

    @Test
    void countsWhatThereIs() {
        assertThat(session.count()).isEqualTo(new OutboxCounts(0, Duration.ZERO, 0));
        insert("1", "2");
        session.bury(load().get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(session.count().pending()).isEqualTo(1);
        assertThat(session.count().deadLetters()).isEqualTo(1);
    }

    @Test
    void tellsTheNewestOfThoseThatAreCommitted() throws Exception {
        assertThat(session.newest()).isZero();
        insert("1", "2");
        long newest = load().get(1).id();
        assertThat(session.newest()).isEqualTo(newest);

        Transaction open = begin();
        open.run(() -> insert("3"));
        assertThat(session.newest()).isEqualTo(newest);
        open.commit();
        assertThat(session.newest()).isEqualTo(load().get(2).id());
    }

    @Test
    void buriesAMessageOnce() {
        insert("1");
        StoredRecord message = load().get(0);
        DeadLetterCause death = new DeadLetterCause(DeadLetterCause.Reason.RETRIES_EXHAUSTED, 503, "Zoë said no", 7);

        assertThat(session.bury(message, death)).isTrue();
        assertThat(session.bury(message, death)).isFalse();
        assertThat(load()).isEmpty();
        DeadLetter letter = session.deadLetters(DeadLetterFilter.all(), 10).get(0);
        assertThat(letter.message()).isEqualTo(message);
        assertThat(letter.cause()).isEqualTo(death);
        assertThat(letter.diedAt()).isAfterOrEqualTo(message.storedAt());
    }

    @Test
    void filtersDeadLetters() {
        insert("1", "2");
        store.insert(record("3", "other"), () -> {});
        List<StoredRecord> messages = load();
        session.bury(messages.get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));
        session.bury(messages.get(1), new DeadLetterCause(DeadLetterCause.Reason.UNREADABLE, 0, "odd", 0));
        session.bury(messages.get(2), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(deadIds(DeadLetterFilter.all())).containsExactly("1", "2", "3");
        assertThat(deadIds(DeadLetterFilter.all().withReason(DeadLetterCause.Reason.REJECTED)))
                .containsExactly("1", "3");
        assertThat(deadIds(DeadLetterFilter.all().withOrderingKey("key"))).containsExactly("1", "2");
        assertThat(deadIds(DeadLetterFilter.all().withOrderingKey("key").withReason(DeadLetterCause.Reason.REJECTED)))
                .containsExactly("1");
        assertThat(deadIds(DeadLetterFilter.ofId(messages.get(1).id()))).containsExactly("2");
        assertThat(deadIds(DeadLetterFilter.all().withEvent("placed"))).hasSize(3);
        assertThat(deadIds(DeadLetterFilter.all().withEvent("else"))).isEmpty();
        assertThat(deadIds(DeadLetterFilter.all().deadFor(LONG))).isEmpty();
        assertThat(session.deadLetters(DeadLetterFilter.all(), 2)).hasSize(2);
    }

    private List<String> deadIds(DeadLetterFilter filter) {
        return session.deadLetters(filter, 10).stream()
                .map(letter -> letter.message().content().messageId())
                .toList();
    }

    @Test
    void revivesDeadLettersInTheirOldPlace() {
        insert("1", "2", "3");
        List<StoredRecord> messages = load();
        session.bury(messages.get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));
        session.bury(messages.get(1), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(session.revive(DeadLetterFilter.ofId(messages.get(0).id()))).isEqualTo(1);
        assertThat(load()).containsExactly(messages.get(0), messages.get(2));
        assertThat(session.revive(DeadLetterFilter.all())).isEqualTo(1);
        assertThat(load()).isEqualTo(messages);
        assertThat(session.revive(DeadLetterFilter.all())).isZero();
        insert("4");
        assertThat(ids(load())).containsExactly("1", "2", "3", "4");
    }

    @Test
    void filtersTellEventsApartByEveryCharacter() {
        List<String> events = List.of("créated", "created", "Created", "created ");
        events.forEach(event -> store.insert(event(event), () -> {}));
        load().forEach(message ->
                session.bury(message, new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1)));

        assertThat(session.purge(DeadLetterFilter.all().withEvent("created"))).isEqualTo(1);
        assertThat(session.revive(DeadLetterFilter.all().withEvent("Created"))).isEqualTo(1);
        assertThat(session.deadLetters(DeadLetterFilter.all(), 10))
                .extracting(letter -> letter.message().content().event())
                .containsExactly("créated", "created ");
    }

    private static OutboxRecord event(String name) {
        return new OutboxRecord("app", 1, 1, name, "orders", name, "1", "key", null, "");
    }

    @Test
    void keysThatDifferInASpaceAtTheEndDoNotBlockEachOther() {
        store.insert(record("1", "key"), () -> {});
        store.insert(record("2", "key "), () -> {});
        session.bury(load().get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(ids(load(ALL, 0, 10, found -> true, true))).containsExactly("2");
    }

    @Test
    void revivesMoreThanGoIntoOneTransaction() {
        for (int i = 0; i < 1_003; i++) {
            insert(String.valueOf(i));
        }
        List<StoredRecord> messages = load(ALL, 0, 2_000, found -> true, false);
        messages.forEach(
                message -> session.bury(message, new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1)));

        assertThat(session.revive(DeadLetterFilter.all())).isEqualTo(1_003);
        assertThat(load(ALL, 0, 2_000, found -> true, false)).isEqualTo(messages);
        assertThat(session.count().deadLetters()).isZero();
    }

    @Test
    void purgesDeadLetters() {
        insert("1", "2");
        load().forEach(message ->
                session.bury(message, new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1)));

        assertThat(session.purge(DeadLetterFilter.all().deadFor(LONG))).isZero();
        assertThat(session.purge(DeadLetterFilter.all())).isEqualTo(2);
        assertThat(session.count().deadLetters()).isZero();
    }

    @Test
    void leavesOutMessagesBehindADeadLetterOnRequest() {
        insert("1", "2");
        store.insert(record("3", "other"), () -> {});
        store.insert(record("4", ""), () -> {});
        store.insert(record("5", ""), () -> {});
        List<StoredRecord> messages = load();
        session.bury(messages.get(0), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));
        session.bury(messages.get(3), new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1));

        assertThat(ids(load(ALL, 0, 10, found -> true, true))).containsExactly("3", "5");
        assertThat(ids(load())).containsExactly("2", "3", "5");
        session.purge(DeadLetterFilter.all());
        assertThat(ids(load(ALL, 0, 10, found -> true, true))).containsExactly("2", "3", "5");
    }

    @Test
    void pagesThroughDeadLettersAndFiltersThemByAppAndTimeBothWays() {
        insert("1", "2");
        store.insert(OutboxRecord.of("elsewhere", message("3", "key"), Map.of()), () -> {});
        List<StoredRecord> messages = load();
        messages.forEach(message -> session.bury(message, REFUSED));
        Instant died = session.deadLetters(DeadLetterFilter.all(), 1).get(0).diedAt();

        assertThat(deadIds(DeadLetterFilter.all().after(messages.get(0).id()))).containsExactly("2", "3");
        assertThat(session.deadLetters(
                        DeadLetterFilter.all().after(messages.get(0).id()), 1))
                .extracting(letter -> letter.message().content().messageId())
                .containsExactly("2");
        assertThat(deadIds(DeadLetterFilter.all().after(messages.get(2).id()))).isEmpty();
        assertThat(deadIds(DeadLetterFilter.all().withApp("elsewhere"))).containsExactly("3");
        assertThat(deadIds(DeadLetterFilter.all().withApp("App"))).isEmpty();
        assertThat(deadIds(DeadLetterFilter.all().diedFrom(died))).hasSize(3);
        assertThat(deadIds(DeadLetterFilter.all().diedBefore(died))).isEmpty();
        assertThat(deadIds(DeadLetterFilter.all().diedFrom(died.plus(LONG)))).isEmpty();
        assertThat(deadIds(DeadLetterFilter.all().withApp("app").diedFrom(died).diedBefore(died.plus(LONG))))
                .containsExactly("1", "2");
        assertThat(session.revive(DeadLetterFilter.all().withApp("elsewhere"))).isEqualTo(1);
        assertThat(session.purge(DeadLetterFilter.all().diedBefore(died.plus(LONG))))
                .isEqualTo(2);
    }

    @Test
    void tellsWhichMessagesAreStillThere() {
        insert("1", "2", "3");
        List<StoredRecord> messages = load();
        session.delete(messages.subList(0, 1));
        StoredRecord other =
                new StoredRecord(messages.get(1).id(), messages.get(1).storedAt(), record("other", "key"));

        assertThat(session.present(messages))
                .containsExactlyInAnyOrder(messages.get(1).id(), messages.get(2).id());
        assertThat(session.present(List.of(other))).isEmpty();
        assertThat(session.present(List.of())).isEmpty();
    }

    @Test
    void listsWhatIsRetriedAndWhatWaitsBehindIt() {
        insert("1", "2", "3");
        store.insert(record("4", "other"), () -> {});
        store.insert(record("5", ""), () -> {});
        List<StoredRecord> messages = load();
        assertThat(session.stuck(Long.MIN_VALUE, 10)).isEmpty();
        session.noteRetries(List.of(
                note(messages.get(0), 2, "Zoë said no"),
                note(messages.get(3), 1, "refused"),
                note(messages.get(4), 1, "refused")));
        Instant since = session.stuck(Long.MIN_VALUE, 1).get(0).since();
        session.noteRetries(List.of(note(messages.get(0), 3, "no again")));

        List<StuckMessage> stuck = session.stuck(Long.MIN_VALUE, 10);
        assertThat(stuck)
                .extracting(each -> each.message().content().messageId())
                .containsExactly("1", "4", "5");
        StuckMessage first = stuck.get(0);
        assertThat(first).isEqualTo(new StuckMessage(messages.get(0), since, 3, 503, "no again", 2));
        assertThat(first.since()).isBefore(first.message().storedAt());
        assertThat(stuck).extracting(StuckMessage::behind).containsExactly(2L, 0L, 0L);
        assertThat(session.count().stuck()).isEqualTo(3);
        assertThat(session.stuck(first.id(), 1)).containsExactly(stuck.get(1));
        assertThat(session.stuck(messages.get(4).id(), 10)).isEmpty();

        session.forgetRetries(List.of(messages.get(0)));
        session.delete(List.of(messages.get(3)));
        assertThat(session.stuck(Long.MIN_VALUE, 10)).containsExactly(stuck.get(2));
        session.forgetRetriesOfGone();
        assertThat(session.count().stuck()).isEqualTo(1);
        session.forgetRetries(List.of());
        session.noteRetries(List.of());
    }

    private static OutboxSession.RetryNote note(StoredRecord message, int attempts, String failure) {
        return new OutboxSession.RetryNote(message, LONG, attempts, 503, failure);
    }

    @Test
    void buriesAndSkipsByHand() {
        insert("1", "2", "3");
        List<StoredRecord> messages = load();
        session.noteRetries(List.of(note(messages.get(0), 7, "no"), note(messages.get(1), 7, "no")));

        assertThat(session.buryByHand(messages.get(0).id(), "Zoë: a firewall refuses it"))
                .isTrue();
        assertThat(session.buryByHand(messages.get(0).id(), "again")).isFalse();
        assertThat(session.skip(messages.get(1).id())).isTrue();
        assertThat(session.skip(messages.get(1).id())).isFalse();
        assertThat(session.buryByHand(messages.get(2).id(), "never sent")).isTrue();

        assertThat(load()).isEmpty();
        assertThat(session.stuck(Long.MIN_VALUE, 10)).isEmpty();
        assertThat(session.deadLetters(DeadLetterFilter.all().withReason(DeadLetterCause.Reason.BURIED_BY_HAND), 10))
                .extracting(DeadLetter::cause)
                .containsExactly(
                        new DeadLetterCause(
                                DeadLetterCause.Reason.BURIED_BY_HAND, 503, "Zoë: a firewall refuses it", 7),
                        new DeadLetterCause(DeadLetterCause.Reason.BURIED_BY_HAND, 0, "never sent", 0));
        session.revive(DeadLetterFilter.all());
        assertThat(load()).containsExactly(messages.get(0), messages.get(2));
        assertThat(session.stuck(Long.MIN_VALUE, 10)).isEmpty();
    }

    @Test
    void takesOutNothingOfAnotherOutbox() {
        insert("1");
        StoredRecord message = load().get(0);
        session.noteRetries(List.of(note(message, 1, "no")));
        OutboxStore other = store.named("other");
        other.check();
        try (OutboxSession others = other.open()) {
            assertThat(others.stuck(Long.MIN_VALUE, 10)).isEmpty();
            assertThat(others.skip(message.id())).isFalse();
            assertThat(others.buryByHand(message.id(), "by mistake")).isFalse();
            others.forgetRetriesOfGone();
            others.pause(true);
            assertThat(others.pausedSince()).isNotNull();
            assertThat(others.backlog(9)).isEqualTo(new OutboxBacklog(Map.of(), Map.of(), List.of()));
        }
        assertThat(load()).containsExactly(message);
        assertThat(session.count().stuck()).isEqualTo(1);
        assertThat(session.pausedSince()).isNull();
    }

    @Test
    void isPausedForAllUntilItGoesOn() {
        assertThat(session.pausedSince()).isNull();
        session.pause(false);
        session.pause(true);
        Instant since = session.pausedSince();
        assertThat(since).isNotNull();
        session.pause(true);
        try (OutboxSession another = store.open()) {
            assertThat(another.pausedSince()).isEqualTo(since);
            assertThat(another.keepAlive("a", LONG, Set.of()).pausedSince()).isEqualTo(since);
            assertThat(another.count().pausedSince()).isEqualTo(since);
        }
        session.pause(false);
        assertThat(session.pausedSince()).isNull();
        assertThat(session.count().pausedSince()).isNull();
        session.pause(true);
        assertThat(session.pausedSince()).isAfterOrEqualTo(since);
    }

    @Test
    void keepsAnInstanceAndItsLeasesAliveAtOnce() throws InterruptedException {
        OutboxSession.KeptAlive alone = session.keepAlive("a", LONG, Set.of());
        assertThat(alone.membership().live()).isEqualTo(1);
        assertThat(alone.membership().firstEnd()).isGreaterThan(LONG);
        assertThat(alone.renewed()).isEmpty();
        assertThat(alone.pausedSince()).isNull();
        session.take("a", SHORT, 64, Set.of());
        assertThat(session.keepAlive("a", LONG, Set.of(1, 2)).renewed()).containsExactlyInAnyOrder(1, 2);
        eventually(() -> {
            session.take("b", LONG, 64, Set.of());
            assertThat(session.renew("b", LONG, ALL)).hasSize(62);
        });

        OutboxSession.KeptAlive second = session.keepAlive("b", LONG, Set.of(2, 3));
        assertThat(second.renewed()).containsExactly(3);
        assertThat(second.membership().live()).isEqualTo(2);
        assertThat(second.membership().before()).isEqualTo(1);
        assertThat(second.membership().firstEnd()).isBetween(Duration.ZERO, LONG);
        session.heartbeat("c", SHORT);
        eventually(() -> assertThat(
                        session.keepAlive("a", LONG, Set.of()).membership().live())
                .isEqualTo(2));
    }

    @Test
    void tellsWhereMessagesWait() {
        assertThat(session.backlog(10)).isEqualTo(new OutboxBacklog(Map.of(), Map.of(), List.of()));
        insert("1", "2");
        store.insert(record("3", "other"), () -> {});
        store.insert(OutboxRecord.of("elsewhere", message("4", "key"), Map.of()), () -> {});
        int key = load().get(0).content().partition();
        int other = load().get(2).content().partition();

        OutboxBacklog backlog = session.backlog(10);
        assertThat(backlog.apps()).containsOnlyKeys("app", "elsewhere");
        assertThat(backlog.apps().get("app").messages()).isEqualTo(3);
        assertThat(backlog.apps().get("app").oldestAge()).isBetween(Duration.ZERO, LONG);
        assertThat(backlog.partitions().get(key).messages()).isEqualTo(key == other ? 4 : 3);
        assertThat(backlog.partitions()).containsKeys(key, other);
        assertThat(backlog.oldestKeys())
                .extracting(OutboxBacklog.KeyLag::orderingKey)
                .containsExactly("key", "other");
        assertThat(backlog.oldestKeys())
                .extracting(OutboxBacklog.KeyLag::messages)
                .containsExactly(3L, 1L);
        assertThat(session.backlog(1).oldestKeys()).hasSize(1);
    }

    @Test
    void countsTheInstancesThatLive() throws InterruptedException {
        assertThat(place("a")).isEqualTo("0 before, 1 live");
        assertThat(place("b")).isEqualTo("1 before, 2 live");
        assertThat(place("a")).isEqualTo("0 before, 2 live");
        session.leave("b");
        assertThat(place("a")).isEqualTo("0 before, 1 live");
        session.heartbeat("c", SHORT);
        eventually(() -> assertThat(place("a")).isEqualTo("0 before, 1 live"));
    }

    private String place(String instance) {
        Membership rank = session.heartbeat(instance, LONG);
        return rank.before() + " before, " + rank.live() + " live";
    }

    @Test
    void tellsWhenTheFirstOfTheOthersIsOver() {
        assertThat(session.heartbeat("a", LONG).firstEnd()).isGreaterThan(LONG);
        session.heartbeat("b", LONG);
        session.heartbeat("c", LONG.multipliedBy(2));
        assertThat(session.heartbeat("a", LONG).firstEnd()).isBetween(Duration.ZERO, LONG);
        assertThat(session.heartbeat("b", LONG.multipliedBy(4)).firstEnd()).isBetween(Duration.ZERO, LONG);
        session.leave("a");
        assertThat(session.heartbeat("b", LONG).firstEnd()).isBetween(LONG, LONG.multipliedBy(2));
    }

    @Test
    void givesALeaseToOneInstanceOnly() {
        Set<Integer> first = session.take("a", LONG, 40, Set.of());
        Set<Integer> second = session.take("b", LONG, 40, Set.of());

        assertThat(first).hasSize(40);
        assertThat(second).hasSize(24).doesNotContainAnyElementsOf(first);
        assertThat(session.take("c", LONG, 1, Set.of())).isEmpty();
    }

    @Test
    void takesWhatTheInstanceHasWithoutKnowing() {
        session.take("a", LONG, 64, Set.of());
        assertThat(session.take("a", LONG, 64, Set.of())).hasSize(64);
        assertThat(session.take("b", LONG, 64, Set.of())).isEmpty();
    }

    @Test
    void takesNothingThatWasExcepted() {
        Set<Integer> except = new TreeSet<>(ALL);
        except.remove(5);
        except.remove(7);
        assertThat(session.take("a", LONG, 64, except)).containsExactlyInAnyOrder(5, 7);
    }

    @Test
    void givesEveryLeaseOnceHoweverManyTakeAtTheSameTime() throws InterruptedException {
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String instance = "instance-" + i;
            Thread thread = new Thread(() -> {
                try (OutboxSession own = store.open()) {
                    start.await();
                    taken.addAll(own.take(instance, LONG, 64, Set.of()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasSize(64).doesNotHaveDuplicates();
    }

    @Test
    void extendsALeaseAsLongAsNobodyElseHasTakenIt() throws InterruptedException {
        session.take("a", SHORT, 64, Set.of());
        assertThat(session.renew("a", LONG, Set.of(1, 2))).containsExactlyInAnyOrder(1, 2);
        Set<Integer> others = new TreeSet<>();
        eventually(() -> {
            others.addAll(session.take("b", LONG, 64, Set.of()));
            assertThat(others).hasSize(62);
        });

        assertThat(others).doesNotContain(1, 2);
        assertThat(session.renew("a", LONG, Set.of(1, 2, 3))).containsExactlyInAnyOrder(1, 2);
        assertThat(session.renew("b", LONG, Set.of(3))).containsExactly(3);
    }

    @Test
    void givesReleasedLeasesToOthersAtOnce() {
        session.take("a", LONG, 64, Set.of());
        session.release("b", ALL);
        assertThat(session.take("b", LONG, 64, Set.of())).isEmpty();
        session.release("a", Set.of(3, 4));

        assertThat(session.take("b", LONG, 64, Set.of())).containsExactlyInAnyOrder(3, 4);
        session.release("a", Set.of());
    }

    @Test
    void tellsOthersOfNewsIfItCan() throws InterruptedException {
        try (OutboxSession listener = store.open()) {
            listener.listen();
            session.announce(Announcement.MESSAGES);
            session.announce(Announcement.LEASES);
            session.announce(Announcement.PROBE);
            Set<Announcement> heard = EnumSet.noneOf(Announcement.class);
            if (store.canAnnounce()) {
                eventually(() -> {
                    heard.addAll(listener.awaitAnnouncements(Duration.ofSeconds(1)));
                    assertThat(heard).containsExactlyInAnyOrder(Announcement.values());
                });
            } else {
                assertThat(listener.awaitAnnouncements(SHORT)).isEmpty();
            }
        }
    }

    /** Fails if it has not come true within ten seconds. */
    private static void eventually(Runnable assertion) throws InterruptedException {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - giveUpAt > 0 || never.await(20, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }
}
