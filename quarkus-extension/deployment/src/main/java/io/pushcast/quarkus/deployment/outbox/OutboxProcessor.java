package io.pushcast.quarkus.deployment.outbox;

import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.outbox.OutboxBeans;
import io.pushcast.quarkus.runtime.outbox.OutboxRecorder;
import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.Type;

/** The outbox, in a datasource of the application. */
@BuildSteps(onlyIf = OutboxEnabled.class)
class OutboxProcessor {

    @BuildStep
    AdditionalBeanBuildItem outbox() {
        return AdditionalBeanBuildItem.unremovableOf(OutboxBeans.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    SyntheticBeanBuildItem storeInDataSource(
            OutboxRecorder recorder,
            PushcastBuildTimeConfig config,
            Capabilities capabilities,
            List<JdbcDataSourceBuildItem> dataSources) {
        if (capabilities.isMissing(Capability.AGROAL) || capabilities.isMissing(Capability.TRANSACTIONS)) {
            throw OutboxDataSource.withoutAgroal();
        }
        String name =
                OutboxDataSource.find(config.outbox().datasource(), dataSources).getName();
        Optional<String> qualifier = Optional.of(name).filter(given -> !DataSourceUtil.isDefault(given));
        return SyntheticBeanBuildItem.configure(OutboxStore.class)
                .scope(Singleton.class)
                .defaultBean()
                .unremovable()
                .setRuntimeInit()
                .addInjectionPoint(classType(DataSource.class), qualifiers(qualifier))
                .addInjectionPoint(classType(TransactionManager.class))
                .addInjectionPoint(classType(TransactionSynchronizationRegistry.class))
                .addInjectionPoint(classType(PushcastConfig.class))
                .createWith(recorder.store(qualifier, DataSourceUtil.dataSourcePropertyKey(name, "jdbc.")))
                .done();
    }

    private static AnnotationInstance[] qualifiers(Optional<String> name) {
        return name.map(given -> new AnnotationInstance[] {
                    AnnotationInstance.builder(Named.class).value(given).build()
                })
                .orElse(new AnnotationInstance[0]);
    }

    private static Type classType(Class<?> type) {
        return ClassType.create(type);
    }
}
