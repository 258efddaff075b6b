package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.event.sound.ValidEvents;
import io.pushcast.spring.event.subtype.OrderEvent;
import io.pushcast.spring.event.wrong.Loaded;
import io.pushcast.spring.event.wrong.Misspelt;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

class EventVerificationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    @Test
    void aWrongTemplateInAPackageOfTheApplicationEndsTheStart() {
        application.withUserConfiguration(WrongApplication.class).run(context -> {
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(Misspelt.class.getName())
                    .hasMessageContaining("{custmerId}")
                    .hasMessageContaining("customerId");
            assertThat(context.getStartupFailure())
                    .isInstanceOfSatisfying(
                            PushcastConfigurationException.class,
                            failure -> assertThat(failure.action())
                                    .contains("@PublishTo")
                                    .contains("pushcast.events.verify=false"));
        });
        assertThat(Loaded.initialised).isFalse();
    }

    @Test
    void aWrongTemplateThatASubtypeInheritsEndsTheStart() {
        application
                .withPropertyValues("pushcast.events.packages=io.pushcast.spring.event.subtype")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(OrderEvent.Cancelled.class.getName())
                        .hasMessageContaining("{customerId}")
                        .hasMessageContaining("orderId"));
    }

    @Test
    void readsNoClassesOfTheJdk() {
        Set<String> read = ConcurrentHashMap.newKeySet();
        application
                .withPropertyValues("pushcast.events.packages=io.pushcast.spring.event.sound")
                .withBean(
                        "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory",
                        MetadataReaderFactory.class,
                        () -> new SimpleMetadataReaderFactory() {
                            @Override
                            public MetadataReader getMetadataReader(String className) throws IOException {
                                read.add(className);
                                return super.getMetadataReader(className);
                            }
                        })
                .run(context -> assertThat(read).isNotEmpty().noneMatch(name -> name.startsWith("java.")));
    }

    @Test
    void startsAllTheSameIfToldTo() {
        application
                .withUserConfiguration(WrongApplication.class)
                .withPropertyValues("pushcast.events.verify=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void looksForNoEventsIfToldNotToVerify() {
        AtomicBoolean looked = new AtomicBoolean();
        application
                .withUserConfiguration(WrongApplication.class)
                .withPropertyValues("pushcast.events.verify=false")
                .withBean(
                        "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory",
                        MetadataReaderFactory.class,
                        () -> {
                            looked.set(true);
                            return new CachingMetadataReaderFactory();
                        },
                        definition -> definition.setLazyInit(true))
                .run(context -> {
                    assertThat(looked).isFalse();
                    assertThat(context.getBean(KnownEvents.class).types()).isNotEmpty();
                    assertThat(looked).isTrue();
                });
    }

    @Test
    void afunctionTakesThePlaceOfAWrongAnnotation() {
        application
                .withUserConfiguration(WrongApplication.class)
                .withBean(
                        EventMappings.class,
                        () -> EventMappings.builder()
                                .route(Misspelt.class, event -> Route.to("orders"))
                                .build())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void knowsAnnotatedTypesOfAllKinds() {
        application
                .withPropertyValues("pushcast.events.packages=io.pushcast.spring.event.sound")
                .run(context -> assertThat(context.getBean(KnownEvents.class).types())
                        .containsExactlyInAnyOrder(
                                ValidEvents.Nested.class,
                                ValidEvents.Marker.class,
                                ValidEvents.Marked.class,
                                ValidEvents.Twice.class,
                                ValidEvents.Base.class,
                                ValidEvents.Inheriting.class));
    }

    @Test
    void looksNowhereInAnApplicationWithoutPackages() {
        application.run(context ->
                assertThat(context.getBean(KnownEvents.class).types()).isEmpty());
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Misspelt.class)
    static class WrongApplication {

        @Bean
        String bean() {
            return "";
        }
    }
}
