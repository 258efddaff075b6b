package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.quarkus.runtime.OutboxConfig;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.annotations.Recorder;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/** Carries the choice of the datasource, which is made when the application is built, into its start. */
@Recorder
public class OutboxRecorder {

    /** For the build. */
    public OutboxRecorder() {}

    /**
     * Creates the store.
     *
     * @param dataSource the name of the datasource; none for the default one
     * @param properties what the properties of its pool start with
     */
    public Function<SyntheticCreationalContext<OutboxStore>, OutboxStore> store(
            Optional<String> dataSource, String properties) {
        Annotation[] qualifiers =
                dataSource.map(name -> new Annotation[] {NamedLiteral.of(name)}).orElse(new Annotation[0]);
        return context -> {
            DataSource database = context.getInjectedReference(DataSource.class, qualifiers);
            OutboxConfig config =
                    context.getInjectedReference(PushcastConfig.class).outbox();
            SharedPool.check(database, properties, config.relay());
            return OutboxSetup.store(
                    database,
                    new JtaConnections(
                            database, context.getInjectedReference(TransactionSynchronizationRegistry.class)),
                    new OutsideTransactions(context.getInjectedReference(TransactionManager.class)),
                    config);
        };
    }
}
