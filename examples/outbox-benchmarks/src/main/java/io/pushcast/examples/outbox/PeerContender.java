package io.pushcast.examples.outbox;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One that is not ours, in Spring's transactions. Tables are filled with copies of a row that it made itself. */
abstract class PeerContender implements Contender {

    private final Postgres database;
    private final String table;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    PeerContender(Postgres database, String table, DataSource dataSource) {
        this(database, table, dataSource, new JdbcTransactionManager(dataSource));
    }

    PeerContender(Postgres database, String table, DataSource dataSource, PlatformTransactionManager transactions) {
        this.database = database;
        this.table = table;
        this.jdbc = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Stores in the transaction that is open. */
    abstract void insert(SampleEvent happening);

    /**
     * The columns and the expressions for them, of a row with the number {@code i} made from a row {@code t}.
     *
     * @return both, as in "columns) select expressions"
     */
    abstract String copy();

    /** Keeps one row to make others of. */
    final void keepTemplate() {
        transactions.executeWithoutResult(status -> {
            insert(SampleEvent.number(0));
            jdbc.execute("create table if not exists " + table + "_template as select * from " + table + " limit 1");
        });
    }

    @Override
    public void publish(SampleEvent happening) throws SQLException {
        transactions.executeWithoutResult(status -> insert(happening));
    }

    @Override
    public double[] nanosOfInserts(int count) {
        double[] nanos = new double[count];
        transactions.executeWithoutResult(status -> {
            for (int i = 0; i < count; i++) {
                SampleEvent happening = SampleEvent.number(i);
                long start = System.nanoTime();
                insert(happening);
                nanos[i] = System.nanoTime() - start;
            }
            status.setRollbackOnly();
        });
        return nanos;
    }

    @Override
    public void fill(int messages) throws SQLException {
        database.execute("truncate " + table);
        database.execute("insert into " + table + " (" + copy() + " from " + table + "_template t, generate_series(1, "
                + messages + ") i");
    }

    @Override
    public boolean isEmpty() throws SQLException {
        return database.number("select count(*) from (select 1 from " + table + " limit 1) any_row") == 0;
    }
}
