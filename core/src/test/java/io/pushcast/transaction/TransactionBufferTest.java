package io.pushcast.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionBufferTest {

    private final RecordingHandler handler = new RecordingHandler();
    private final TransactionBuffer<String> buffer = new TransactionBuffer<>(handler);

    @Test
    void preparesAllAtOnceBeforeTheCommitAndTellsOfThemAfterIt() {
        buffer.add("a");
        buffer.add("b");
        assertThat(handler.told).isEmpty();

        buffer.beforeCommit();
        assertThat(handler.told).containsExactly("prepare [a, b]");

        buffer.end(TransactionEnd.COMMITTED);
        assertThat(handler.told).containsExactly("prepare [a, b]", "committed [a, b]");
    }

    @Test
    void preparesAtOnceWhatIsAddedDuringTheCommit() {
        buffer.add("a");
        buffer.beforeCommit();
        buffer.add("b");

        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told).containsExactly("prepare [a]", "prepare [b]", "committed [a, b]");
    }

    @Test
    void preparesWhatIsAddedWhileOthersArePreparedWithoutForgettingIt() {
        handler.whilePreparing = () -> buffer.add("meanwhile");
        buffer.add("a");

        buffer.beforeCommit();
        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told).containsExactly("prepare [a]", "prepare [meanwhile]", "committed [a, meanwhile]");
    }

    @Test
    void preparesNothingTwice() {
        buffer.add("a");
        buffer.beforeCommit();
        buffer.beforeCommit();

        assertThat(handler.told).containsExactly("prepare [a]");
    }

    @Test
    void tellsTheAdapterWhatCanNotBePrepared() {
        handler.refused = "a";
        buffer.add("a");

        assertThatThrownBy(buffer::beforeCommit).hasMessage("refused");

        buffer.end(TransactionEnd.ROLLED_BACK);
        assertThat(handler.told).containsExactly("discarded [a] ROLLED_BACK");
    }

    @Test
    void doesNotBindWhatCanNotBePreparedAtOnce() {
        buffer.beforeCommit();
        handler.refused = "b";

        assertThatThrownBy(() -> buffer.add("b")).hasMessage("refused");

        buffer.end(TransactionEnd.COMMITTED);
        assertThat(handler.told).isEmpty();
    }

    @Test
    void saysThatWhatCommittedWasNotPreparedIfNobodyToldOfTheCommitBefore() {
        buffer.add("a");

        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told).containsExactly("unprepared [a]");
    }

    @Test
    void discardsWhatRolledBack() {
        buffer.add("a");
        buffer.end(TransactionEnd.ROLLED_BACK);

        assertThat(handler.told).containsExactly("discarded [a] ROLLED_BACK");
    }

    @Test
    void discardsWhatMayHaveCommitted() {
        buffer.add("a");
        buffer.beforeCommit();
        buffer.end(TransactionEnd.UNKNOWN);

        assertThat(handler.told).containsExactly("prepare [a]", "discarded [a] UNKNOWN");
    }

    @Test
    void heedsTheFirstEndOnly() {
        buffer.add("a");
        buffer.end(TransactionEnd.ROLLED_BACK);
        buffer.end(TransactionEnd.COMMITTED);
        buffer.beforeCommit();

        assertThat(handler.told).containsExactly("discarded [a] ROLLED_BACK");
    }

    @ParameterizedTest
    @EnumSource(TransactionEnd.class)
    void tellsAtOnceWhatBecomesOfWhatIsAddedAfterTheEnd(TransactionEnd end) {
        buffer.beforeCommit();
        buffer.end(end);

        buffer.add("late");

        assertThat(handler.told)
                .containsExactly(
                        switch (end) {
                            case COMMITTED -> "unprepared [late]";
                            case ROLLED_BACK -> "discarded [late] ROLLED_BACK";
                            case UNKNOWN -> "discarded [late] UNKNOWN";
                        });
    }

    @Test
    void tellsOfAnEndByAnotherThreadWhileAnItemIsPrepared() throws Exception {
        buffer.beforeCommit();
        handler.whilePreparing = () -> inAnotherThread(() -> buffer.end(TransactionEnd.ROLLED_BACK));

        buffer.add("a");

        assertThat(handler.told).containsExactly("prepare [a]", "discarded [a] ROLLED_BACK");
    }

    @Test
    void discardsWhatWasAddedSinceTheSavepoint() {
        buffer.add("a");
        buffer.savepoint("s");
        buffer.add("b");
        buffer.rollbackTo("s");
        buffer.add("c");
        buffer.rollbackTo("s");
        buffer.add("d");

        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told)
                .containsExactly("discarded [b] SAVEPOINT", "discarded [c] SAVEPOINT", "unprepared [a, d]");
    }

    @Test
    void keepsWhatWasAddedSinceASavepointThatIsReleased() {
        buffer.savepoint("outer");
        buffer.add("a");
        buffer.savepoint("inner");
        buffer.add("b");
        buffer.releaseSavepoint("inner");
        buffer.releaseSavepoint("never set");
        assertThat(handler.told).isEmpty();

        buffer.rollbackTo("outer");

        assertThat(handler.told).containsExactly("discarded [a, b] SAVEPOINT");
    }

    @Test
    void discardsAllAtASavepointFromBeforeTheFirstItem() {
        buffer.add("a");

        buffer.rollbackTo("from before");
        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told).containsExactly("discarded [a] SAVEPOINT");
    }

    @Test
    void setsASavepointAnewUnderTheSameName() {
        buffer.savepoint("s");
        buffer.add("a");
        buffer.savepoint("s");
        buffer.add("b");
        buffer.rollbackTo("s");
        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handler.told).containsExactly("discarded [b] SAVEPOINT", "unprepared [a]");
    }

    @Test
    void isFoundByItsHandler() {
        AtomicReference<Object> asked = new AtomicReference<>();
        Transactions one = (owner, first) -> {
            asked.set(owner);
            return first.get();
        };

        TransactionBuffer<String> found = TransactionBuffer.current(one, handler);
        found.add("a");
        found.end(TransactionEnd.COMMITTED);

        assertThat(asked.get()).isSameAs(handler);
        assertThat(handler.told).containsExactly("unprepared [a]");
        assertThat(TransactionBuffer.current((owner, first) -> null, handler)).isNull();
    }

    private static void inAnotherThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class RecordingHandler implements TransactionHandler<String> {

        final List<String> told = new ArrayList<>();
        String refused = "";
        Runnable whilePreparing = () -> {};

        @Override
        public void prepare(List<String> items) {
            if (items.contains(refused)) {
                throw new IllegalStateException("refused");
            }
            told.add("prepare " + items);
            Runnable meanwhile = whilePreparing;
            whilePreparing = () -> {};
            meanwhile.run();
        }

        @Override
        public void committed(List<String> items) {
            told.add("committed " + items);
        }

        @Override
        public void committedUnprepared(List<String> items) {
            told.add("unprepared " + items);
        }

        @Override
        public void discarded(List<String> items, Discard why) {
            told.add("discarded " + items + " " + why);
        }
    }
}
