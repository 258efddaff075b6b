package io.pushcast.quarkus.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.quarkus.runtime.transaction.TestTransaction;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.quarkus.runtime.IOThreadDetector;
import jakarta.transaction.Status;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JtaConnectionsTest {

    private final TestTransaction transaction = new TestTransaction();
    private final Connection connection = proxy(Connection.class, null);
    private final JtaConnections connections = new JtaConnections(proxy(DataSource.class, connection), transaction);
    private final List<String> done = new ArrayList<>();
    private boolean onEventLoop;

    @BeforeEach
    void detectEventLoops() {
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[] {() -> onEventLoop});
    }

    @AfterEach
    void forgetEventLoops() {
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
    }

    @Test
    void givesTheConnectionOfTheTransaction() throws Exception {
        assertThat(connections.acquire()).isSameAs(connection);
    }

    @Test
    void refusesToBlockAnEventLoop() {
        onEventLoop = true;

        assertThatThrownBy(connections::acquire)
                .isInstanceOf(BlockingOperationNotAllowedException.class)
                .hasMessageContaining("@Blocking")
                .hasMessageContaining("MutinyEventPublisher");
    }

    @Test
    void storesNothingOutsideATransactionThatAnotherThreadHasRolledBack() throws Exception {
        connections.afterCommit(() -> done.add("told"));
        Thread reaper = new Thread(() -> transaction.end(Status.STATUS_ROLLEDBACK));
        reaper.start();
        reaper.join();

        assertThatThrownBy(connections::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has been rolled back");
        assertThat(done).isEmpty();
    }

    @Test
    void storesWhatObserversOfARollbackPublish() {
        transaction.afterwards(() -> assertThatCode(connections::acquire).doesNotThrowAnyException());
        transaction.afterwards(() -> done.add("observed"));

        transaction.end(Status.STATUS_ROLLEDBACK);

        assertThat(done).containsExactly("observed");
    }

    @Test
    void doesAfterTheCommitWhatWasWanted() {
        connections.afterCommit(() -> done.add("told"));
        assertThat(done).isEmpty();

        transaction.end(Status.STATUS_COMMITTED);

        assertThat(done).containsExactly("told");
    }

    @Test
    void leavesOutWhatATransactionThatIsEndingDoesNotTake() {
        transaction.closed = true;

        connections.afterCommit(() -> done.add("told"));

        assertThat(done).isEmpty();
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> answer;
                    case "toString" -> type.getSimpleName();
                    case "hashCode" -> 1;
                    case "equals" -> self == arguments[0];
                    default -> throw new UnsupportedOperationException(method.toString());
                }));
    }
}
