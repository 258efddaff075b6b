package io.pushcast.examples.outbox;

import java.sql.SQLException;

/** One instance of an outbox, at work on a database and with a pool of connections of its own. */
interface Contender extends AutoCloseable {

    /** A kind of outbox. */
    interface Kind {

        /** Its name and version. */
        String name();

        /** How many of a hundred rows it is given where rates are measured: a slow one would take long over all. */
        int share();

        /** How many messages a single instance takes at a time when each takes a round trip. */
        int inFlight();

        /** Whether several instances share the work. */
        boolean isShared();

        /** Starts an instance; it has its tables when this returns. */
        Contender start(Postgres database, String instance, MessageHandler handler) throws SQLException;
    }

    /** Stores something in a transaction, and has it delivered after the commit as soon as this outbox can. */
    void publish(SampleEvent happening) throws SQLException;

    /** Stores in a transaction that is rolled back in the end, and measures each time. */
    double[] nanosOfInserts(int count) throws SQLException;

    /** Deletes all there is, then stores so many messages of {@link SampleEvent#CHANNELS} channels with one statement. */
    void fill(int messages) throws SQLException;

    /** Tells it that there is something, if it can be told, as it would be by who stores it. */
    void wake();

    /** Whether nothing waits any more. */
    boolean isEmpty() throws SQLException;

    /** Returns once the work is shared by so many instances. */
    void awaitInstances(int instances) throws SQLException;

    @Override
    void close();
}
