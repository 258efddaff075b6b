package io.pushcast.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.SignedInUser;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.Route;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastEmbeddedAutoConfiguration;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.event.sound.ValidEvents;
import io.pushcast.spring.event.wrong.Misspelt;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

class AotTest {

    @Test
    void registersTheFilesThatAreReadAtRunTime() {
        RuntimeHints hints = new RuntimeHints();
        new PushcastRuntimeHints().registerHints(hints, null);

        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("io/pushcast/outbox/jdbc/postgresql/R__pushcast_outbox_001.sql"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("META-INF/services/io.pushcast.json.JsonCodecProvider"))
                .accepts(hints);
    }

    @Test
    void processesAnApplicationAndRegistersItsEvents() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        RuntimeHints hints = process(SoundApplication.class, files);

        assertThat(RuntimeHintsPredicates.reflection().onType(ValidEvents.Nested.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ValidEvents.Nested.class, "id"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ValidEvents.Marked.class, "text"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(ValidEvents.Inheriting.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ValidEvents.Base.class, "getId"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("io/pushcast/outbox/jdbc/h2/R__pushcast_outbox_001.sql"))
                .accepts(hints);
        assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
                .anyMatch(name -> name.contains("PushcastAutoConfiguration"));
    }

    @Test
    void registersTheMethodsThatAuthorise() {
        RuntimeHints hints = process(SoundApplication.class, new InMemoryGeneratedFiles());

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Rules.class, "canSee"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Rules.class, "signIn"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CanSee.class, "canSee"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Rules.class, "other"))
                .rejects(hints);
    }

    @Test
    void aWrongTemplateEndsTheBuild() {
        assertThatThrownBy(() -> process(WrongApplication.class, new InMemoryGeneratedFiles()))
                .hasRootCauseInstanceOf(MappingException.class)
                .hasMessageContaining("{custmerId}");
    }

    @Test
    void aWrongTemplateThatASubtypeInheritsEndsTheBuild() {
        assertThatThrownBy(() -> process(
                        WrongApplication.class,
                        new InMemoryGeneratedFiles(),
                        Map.of("pushcast.events.packages", "io.pushcast.spring.event.subtype")))
                .hasRootCauseInstanceOf(MappingException.class)
                .hasMessageContaining("Cancelled");
    }

    @Test
    void aWrongTemplateDoesNotEndTheBuildIfEventsAreNotToBeVerified() {
        assertThatNoException()
                .isThrownBy(() -> process(
                        WrongApplication.class,
                        new InMemoryGeneratedFiles(),
                        Map.of("pushcast.events.verify", "false")));
    }

    @Test
    void aWrongTemplateDoesNotEndTheBuildIfTheApplicationsMappingsMayTakeItsPlace() {
        assertThatNoException().isThrownBy(() -> process(MappingApplication.class, new InMemoryGeneratedFiles()));
    }

    /** Which app it is is known where the application runs, and a server for development is none. */
    @Test
    void leavesTheChoiceOfTheAppToTheStart() throws IOException {
        System.setProperty("spring.aot.processing", "true");
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            // As in a build: what tests are made with is not there.
            context.setClassLoader(new FilteredClassLoader("org.springframework.test.context.aot.TestAotProcessor"));
            context.register(AppLessApplication.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.pushcast.generated", "Test")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        } finally {
            System.clearProperty("spring.aot.processing");
        }

        StringBuilder sources = new StringBuilder();
        for (InputStreamSource file :
                files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).values()) {
            sources.append(new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(sources.toString())
                .contains("PushcastConnectionDetails")
                .doesNotContain("EmbeddedPusher")
                .doesNotContain("EmbeddedServers");
    }

    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        PushcastEmbeddedAutoConfiguration.class,
        PushcastAutoConfiguration.class
    })
    static class AppLessApplication {}

    private static RuntimeHints process(Class<?> application, InMemoryGeneratedFiles files) {
        return process(application, files, Map.of());
    }

    private static RuntimeHints process(
            Class<?> application, InMemoryGeneratedFiles files, Map<String, Object> properties) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("more", properties));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test",
                            Map.of(
                                    "pushcast.url", "http://k:s@localhost:6001/apps/1",
                                    "pushcast.apps.eu.url", "http://k:s@localhost:6001/apps/2",
                                    "pushcast.outbox.enabled", "true")));
            context.register(application);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.pushcast.generated", "Test")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            return generation.getRuntimeHints();
        }
    }

    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        PushcastOutboxAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        PushcastEventAutoConfiguration.class
    })
    static class Base {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = ValidEvents.class)
    static class SoundApplication extends Base {

        @Bean
        Rules rules() {
            return new Rules();
        }
    }

    interface CanSee {
        boolean canSee();
    }

    static class Rules implements CanSee {

        @Override
        @AuthorizeChannel("private-orders")
        public boolean canSee() {
            return true;
        }

        @AuthenticateUser
        SignedInUser signIn() {
            return SignedInUser.of("alice");
        }

        void other() {}
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Misspelt.class)
    static class WrongApplication extends Base {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Misspelt.class)
    static class MappingApplication extends Base {

        @Bean
        EventMappings mappings() {
            return EventMappings.builder()
                    .route(Misspelt.class, event -> Route.to("orders"))
                    .build();
        }
    }
}
