package io.pushcast.outbox.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database in memory whose connections tell what is done with them, and fail where a test wants it. */
final class WatchedDatabase {

    /** Comes before each call of a connection, and may throw. */
    interface Fault {

        /** @param call the method, and after a space its last argument if there is one */
        void before(String call) throws Throwable;
    }

    private final JdbcDataSource plain = new JdbcDataSource();
    private final Connection keptOpen;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Fault fault = call -> {};

    WatchedDatabase() throws SQLException {
        plain.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keptOpen = plain.getConnection();
    }

    void close() throws SQLException {
        keptOpen.close();
    }

    DataSource plain() {
        return plain;
    }

    /** Connections of the plain one, watched. */
    DataSource watched() {
        return dataSource(plain::getConnection);
    }

    /** As a pool gives them whose default that is. */
    DataSource watchedWithoutAutoCommit() {
        return dataSource(() -> {
            Connection connection = plain.getConnection();
            connection.setAutoCommit(false);
            return connection;
        });
    }

    /** On this thread that of a transaction, chosen at its first use and not closed; on others one of their own. */
    DataSource transactionAware(Connection transaction) {
        Thread inTransaction = Thread.currentThread();
        return proxy(DataSource.class, (method, args) -> {
            AtomicReference<Connection> chosen = new AtomicReference<>();
            return proxy(Connection.class, (call, values) -> {
                if (chosen.get() == null) {
                    chosen.set(Thread.currentThread() == inTransaction ? transaction : plain.getConnection());
                }
                boolean stays = call.getName().equals("close") && chosen.get() == transaction;
                return stays ? null : invoke(call, chosen.get(), values);
            });
        });
    }

    private DataSource dataSource(Source source) {
        return proxy(DataSource.class, (method, args) -> watch(source.get()));
    }

    private interface Source {
        Connection get() throws SQLException;
    }

    private Connection watch(Connection connection) {
        return proxy(Connection.class, (method, args) -> {
            String call = args == null ? method.getName() : method.getName() + " " + args[args.length - 1];
            calls.add(call);
            fault.before(call);
            return invoke(method, connection, args);
        });
    }

    private interface Handler {
        Object call(Method method, Object[] args) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> handler.call(method, args)));
    }

    private static Object invoke(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    void failing(Fault wanted) {
        fault = wanted;
    }

    /** What was called since the last time. */
    List<String> calls() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute(sql);
        }
    }

    long rows(String table) throws SQLException {
        try (Statement statement = keptOpen.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }
}
