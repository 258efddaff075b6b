package io.pushcast.examples.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * db-scheduler as a poller: one task for each message. As its documentation has it for PostgreSQL and two cores: 20 threads that
 * lock and fetch at once (4.0, 20.0). It polls every 50 ms, and is told to look after each commit.
 */
final class DbSchedulerContender extends PeerContender {

    static final Kind KIND = new Kind() {

        @Override
        public String name() {
            return "db-scheduler 16.9.0";
        }

        @Override
        public int share() {
            return 30;
        }

        @Override
        public int inFlight() {
            return THREADS;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public Contender start(Postgres database, String instance, MessageHandler handler) throws SQLException {
            database.execute(TABLE);
            DbSchedulerContender contender = new DbSchedulerContender(database, instance, handler);
            contender.keepTemplate();
            return contender;
        }
    };

    private static final int THREADS = 20;

    /** From its documentation; without the index for priorities, which are not used. */
    private static final String TABLE = "create table if not exists scheduled_tasks (task_name text not null,"
            + " task_instance text not null, task_data bytea, execution_time timestamptz, picked boolean not null,"
            + " picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,"
            + " last_heartbeat timestamptz, version bigint not null, priority smallint, state text,"
            + " primary key (task_name, task_instance));"
            + " create index if not exists execution_time_idx on scheduled_tasks (execution_time);"
            + " create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat)";

    private final HikariDataSource pool;
    private final OneTimeTask<SampleEvent> task;
    private final Scheduler scheduler;

    private DbSchedulerContender(Postgres database, String instance, MessageHandler handler) {
        this(database, database.pool(instance), instance, handler);
    }

    private DbSchedulerContender(Postgres database, HikariDataSource pool, String instance, MessageHandler handler) {
        super(database, "scheduled_tasks", pool);
        this.pool = pool;
        this.task = Tasks.oneTime("happened", SampleEvent.class).execute((execution, context) -> handler.handle());
        this.scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(pool), task)
                .schedulerName(new SchedulerName.Fixed(instance))
                .threads(THREADS)
                .pollUsingLockAndFetch(4.0, 20.0)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        scheduler.start();
    }

    @Override
    public void publish(SampleEvent happening) throws SQLException {
        super.publish(happening);
        wake();
    }

    @Override
    void insert(SampleEvent happening) {
        scheduler.scheduleIfNotExists(
                task.instanceBuilder(happening.id()).data(happening).scheduledTo(Instant.now()));
    }

    @Override
    String copy() {
        return "task_name, task_instance, task_data, execution_time, picked, version) select t.task_name,"
                + " 'message-' || i, t.task_data, clock_timestamp(), false, 1";
    }

    @Override
    public void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Who is free takes what is due. */
    @Override
    public void awaitInstances(int instances) {}

    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
