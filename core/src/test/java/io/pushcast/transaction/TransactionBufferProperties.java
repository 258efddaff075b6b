package io.pushcast.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens to a transaction: what counts at its end is what a database would keep, in order, and each item is told once. */
class TransactionBufferProperties {

    private enum Kind {
        ADD,
        SAVEPOINT,
        RELEASE,
        ROLL_BACK_TO
    }

    private record Step(Kind kind, int savepoint) {}

    @Property
    void endsAsADatabaseWould(
            @ForAll("steps") List<Step> before,
            @ForAll("steps") List<Step> duringTheCommit,
            @ForAll boolean announced,
            @ForAll TransactionEnd end) {
        Handler handler = new Handler();
        TransactionBuffer<Integer> buffer = new TransactionBuffer<>(handler);
        Database database = new Database();
        before.forEach(step -> step(step, buffer, database));
        if (announced) {
            buffer.beforeCommit();
            duringTheCommit.forEach(step -> step(step, buffer, database));
        }
        buffer.end(end);

        List<Integer> counting = end == TransactionEnd.COMMITTED ? database.rows : List.of();
        assertThat(handler.committed).isEqualTo(announced ? counting : List.of());
        assertThat(handler.unprepared).isEqualTo(announced ? List.of() : counting);
        assertThat(handler.prepared).doesNotHaveDuplicates();
        if (announced) {
            assertThat(handler.prepared).containsAll(counting);
            assertThat(handler.prepared.stream().filter(counting::contains)).isEqualTo(counting);
        } else {
            assertThat(handler.prepared).isEmpty();
        }
        List<Integer> all = new ArrayList<>(handler.discarded);
        all.addAll(handler.committed);
        all.addAll(handler.unprepared);
        assertThat(all).hasSize(database.inserted).doesNotHaveDuplicates();
    }

    private static void step(Step step, TransactionBuffer<Integer> buffer, Database database) {
        switch (step.kind()) {
            case ADD -> buffer.add(database.insert());
            case SAVEPOINT -> {
                buffer.savepoint(step.savepoint());
                database.savepoint(step.savepoint());
            }
            case RELEASE -> {
                if (database.release(step.savepoint())) {
                    buffer.releaseSavepoint(step.savepoint());
                }
            }
            case ROLL_BACK_TO -> {
                if (database.rollbackTo(step.savepoint())) {
                    buffer.rollbackTo(step.savepoint());
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(5, Kind.ADD),
                Tuple.of(2, Kind.SAVEPOINT),
                Tuple.of(1, Kind.RELEASE),
                Tuple.of(2, Kind.ROLL_BACK_TO));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 3))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    /** Copies its rows at each savepoint. A savepoint that is set again under its name hides the one before. */
    private static final class Database {

        List<Integer> rows = new ArrayList<>();
        int inserted;
        private final Map<Integer, List<Integer>> savepoints = new LinkedHashMap<>();

        int insert() {
            rows.add(++inserted);
            return inserted;
        }

        void savepoint(int name) {
            savepoints.remove(name);
            savepoints.put(name, List.copyOf(rows));
        }

        boolean release(int name) {
            if (!savepoints.containsKey(name)) {
                return false;
            }
            forgetSetAfter(name);
            savepoints.remove(name);
            return true;
        }

        boolean rollbackTo(int name) {
            if (!savepoints.containsKey(name)) {
                return false;
            }
            rows = new ArrayList<>(savepoints.get(name));
            forgetSetAfter(name);
            return true;
        }

        private void forgetSetAfter(int name) {
            List<Integer> order = new ArrayList<>(savepoints.keySet());
            order.subList(order.indexOf(name) + 1, order.size()).forEach(savepoints::remove);
        }
    }

    private static final class Handler implements TransactionHandler<Integer> {

        final List<Integer> prepared = new ArrayList<>();
        final List<Integer> committed = new ArrayList<>();
        final List<Integer> unprepared = new ArrayList<>();
        final List<Integer> discarded = new ArrayList<>();

        @Override
        public void prepare(List<Integer> items) {
            prepared.addAll(items);
        }

        @Override
        public void committed(List<Integer> items) {
            committed.addAll(items);
        }

        @Override
        public void committedUnprepared(List<Integer> items) {
            unprepared.addAll(items);
        }

        @Override
        public void discarded(List<Integer> items, Discard why) {
            discarded.addAll(items);
        }
    }
}
