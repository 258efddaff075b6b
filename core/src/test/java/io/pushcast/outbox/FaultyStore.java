package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.transaction.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** A store whose calls are noted, and fail or wait as a test wants. */
final class FaultyStore implements OutboxStore {

    private final OutboxStore store;
    private volatile OutboxStore named;
    private final boolean announces;
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, Throwable> lostAnswers = new ConcurrentHashMap<>();
    private volatile IntConsumer beforeMessage = index -> {};
    final List<String> calls = new CopyOnWriteArrayList<>();

    FaultyStore(OutboxStore store, boolean announces) {
        this.store = store;
        this.named = store;
        this.announces = announces;
    }

    void failAt(String method, Throwable failure) {
        failures.put(method, failure);
    }

    /** The next call is made, and fails all the same. */
    void loseAnswerOf(String method, Throwable failure) {
        lostAnswers.put(method, failure);
    }

    /** Is called before the messages of a load are looked at, one after the other. */
    void beforeMessage(IntConsumer hook) {
        beforeMessage = hook;
    }

    void waitAt(String method, CountDownLatch gate) {
        gates.put(method, gate);
    }

    void heal() {
        failures.clear();
        gates.clear();
        beforeMessage = index -> {};
    }

    long count(String method) {
        return calls.stream().filter(method::equals).count();
    }

    @Override
    public OutboxStore named(String outbox) {
        named = store.named(outbox);
        return this;
    }

    @Override
    public void check() {
        named.check();
    }

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        named.insert(messages, afterCommit);
    }

    @Override
    public Transactions transactions() {
        return named.transactions();
    }

    @Override
    public OutboxSession open() {
        return faulty(named.open());
    }

    @Override
    public OutboxSession open(Duration answerWithin) {
        calls.add("open within " + answerWithin);
        return faulty(named.open(answerWithin));
    }

    @Override
    public boolean canAnnounce() {
        return announces;
    }

    private OutboxSession faulty(OutboxSession session) {
        return (OutboxSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OutboxSession.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    CountDownLatch gate = gates.get(method.getName());
                    if (gate != null) {
                        gate.await();
                    }
                    Throwable failure = failures.get(method.getName());
                    if (failure != null) {
                        throw failure;
                    }
                    Object answer;
                    try {
                        answer = method.invoke(session, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    Throwable lost = lostAnswers.remove(method.getName());
                    if (lost != null) {
                        throw lost;
                    }
                    return answer instanceof OutboxSession.LoadResult loaded ? watched(loaded) : answer;
                });
    }

    private OutboxSession.LoadResult watched(OutboxSession.LoadResult loaded) {
        IntConsumer hook = beforeMessage;
        List<StoredRecord> messages = new AbstractList<>() {
            @Override
            public StoredRecord get(int index) {
                hook.accept(index);
                return loaded.messages().get(index);
            }

            @Override
            public int size() {
                return loaded.messages().size();
            }
        };
        return new OutboxSession.LoadResult(messages, loaded.last(), loaded.cut());
    }
}
