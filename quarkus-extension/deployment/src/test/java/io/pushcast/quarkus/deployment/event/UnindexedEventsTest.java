package io.pushcast.quarkus.deployment.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.mapping.PublishTo;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.maven.dependency.ResolvedDependencyBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnindexedEventsTest {

    private static final ArtifactCoords CORE = ArtifactCoords.jar("io.pushcast", "pushcast-core", "1");

    @TempDir
    Path folder;

    @Test
    void namesTheTypesTheJarAndTheCure() throws IOException {
        ResolvedDependency jar = jar("events", List.of(CORE), Annotated.class, Twice.class, Plain.class);

        assertThat(errors(Set.of(), jar))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .hasMessageContaining("Events of " + Annotated.class.getName() + ", " + Twice.class.getName())
                        .hasMessageContaining("org.acme:events:1 has no Jandex index")
                        .hasMessageContaining("quarkus.index-dependency.events.group-id=org.acme"));
    }

    @Test
    void isContentWithJarsThatHaveAnIndex() throws IOException {
        ResolvedDependency jar = jar("events", List.of(CORE), Annotated.class);

        assertThat(new UnindexedEvents(List.of(jar), Set.of(jar.getKey())).errors())
                .isEmpty();
    }

    @Test
    void isContentWithClassesThatOnlyMentionTheAnnotation() throws IOException {
        assertThat(errors(Set.of(), jar("library", List.of(CORE), Mentioning.class)))
                .isEmpty();
    }

    @Test
    void readsNoJarThatHasNothingToDoWithPushcast() throws IOException {
        assertThat(errors(Set.of(), jar("events", List.of(), Annotated.class))).isEmpty();
    }

    @Test
    void readsJarsThatHavePushcastByWayOfOthers() throws IOException {
        ResolvedDependency shared = jar("shared", List.of(CORE), Plain.class);
        ResolvedDependency events = jar("events", List.of(shared), Annotated.class);

        assertThat(errors(Set.of(), shared, events)).hasSize(1);
    }

    private static List<IllegalStateException> errors(Set<ArtifactKey> indexed, ResolvedDependency... jars) {
        return new UnindexedEvents(List.of(jars), indexed).errors();
    }

    private ResolvedDependency jar(String name, List<? extends ArtifactCoords> uses, Class<?>... types)
            throws IOException {
        Path file = folder.resolve(name + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (Class<?> type : types) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
            }
        }
        return ResolvedDependencyBuilder.newInstance()
                .setGroupId("org.acme")
                .setArtifactId(name)
                .setVersion("1")
                .setResolvedPath(file)
                .setDependencies(List.copyOf(uses))
                .build();
    }

    @PublishTo(channel = "notes")
    record Annotated(String text) {}

    @PublishTo(channel = "notes")
    @PublishTo(channel = "more-notes")
    record Twice(String text) {}

    record Plain(String text) {}

    interface Mentioning {
        void process(PublishTo annotation);
    }
}
