package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PoolCheckTest {

    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcOutboxStore store =
            JdbcOutboxStore.on(pool).createSchema(true).build();
    private final Logger logger = (Logger) LoggerFactory.getLogger(PoolCheck.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        store.check();
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void close() {
        logger.detachAppender(said);
        pool.dispose();
    }

    @Test
    void saysThatAPoolLeavesNoConnectionForTheApplicationAndGivesBackWhatItTook() {
        pool.setMaxConnections(2);
        new PoolCheck(store, 2).run();

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(text -> assertThat(text)
                        .startsWith("The data source gave 2 connections at once. The outbox keeps 2 for itself")
                        .contains("Raise the maximum size of the pool"));
        assertThat(pool.getActiveConnections()).isLessThanOrEqualTo(1);
    }

    @Test
    void saysNothingOfAPoolThatIsLargeEnough() {
        pool.setMaxConnections(3);
        new PoolCheck(store, 2).run();

        assertThat(said.list).isEmpty();
        assertThat(pool.getActiveConnections()).isZero();
    }
}
