package io.pushcast.quarkus.deployment.event;

import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.paths.PathTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;

/**
 * Types annotated with {@link io.pushcast.mapping.PublishTo} in jars that Quarkus has no index of: nothing would observe their
 * events, which would be lost without a word.
 */
final class UnindexedEvents {

    private static final String OURS = "io.pushcast";
    private static final String ANNOTATION = "Lio/pushcast/mapping/PublishTo";

    private final Map<ArtifactKey, ResolvedDependency> dependencies = new HashMap<>();
    private final Set<ArtifactKey> indexed;

    /**
     * Of an application.
     *
     * @param dependencies all that it has at run time
     * @param indexed those of which there is an index
     */
    UnindexedEvents(Collection<ResolvedDependency> dependencies, Set<ArtifactKey> indexed) {
        dependencies.forEach(each -> this.dependencies.put(each.getKey(), each));
        this.indexed = indexed;
    }

    /** What is wrong, one error a jar. */
    List<IllegalStateException> errors() {
        List<IllegalStateException> errors = new ArrayList<>();
        for (ResolvedDependency each : dependencies.values()) {
            if (!indexed.contains(each.getKey()) && usesPushcast(each)) {
                List<String> types = publishedTypes(each.getContentTree());
                if (!types.isEmpty()) {
                    errors.add(error(each, types));
                }
            }
        }
        return errors;
    }

    /** Without it, a jar can have no such type, and need not be read. */
    private boolean usesPushcast(ResolvedDependency jar) {
        return !isOurs(jar) && reachesPushcast(jar, new HashSet<>());
    }

    private boolean reachesPushcast(ResolvedDependency jar, Set<ArtifactKey> seen) {
        for (ArtifactCoords used : jar.getDependencies()) {
            ResolvedDependency next = dependencies.get(used.getKey());
            if (isOurs(used) || (next != null && seen.add(next.getKey()) && reachesPushcast(next, seen))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOurs(ArtifactCoords artifact) {
        return artifact.getGroupId().equals(OURS);
    }

    static List<String> publishedTypes(PathTree jar) {
        List<String> types = new ArrayList<>();
        jar.walk(visit -> {
            Path file = visit.getPath();
            if (file.toString().endsWith(".class") && isPublished(read(file))) {
                types.add(visit.getRelativePath("/").replace(".class", "").replace('/', '.'));
            }
        });
        types.sort(null);
        return types;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The class " + file + " can't be read", e);
        }
    }

    private static boolean isPublished(byte[] type) {
        // Most classes do not mention it, and need not be understood.
        if (!new String(type, StandardCharsets.ISO_8859_1).contains(ANNOTATION)) {
            return false;
        }
        try {
            ClassInfo info = Index.singleClass(new ByteArrayInputStream(type));
            return PublishedType.isAnnotated(info);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException error(ResolvedDependency jar, List<String> types) {
        String name = jar.getArtifactId();
        String property = "quarkus.index-dependency." + name;
        return new IllegalStateException("Events of " + String.join(", ", types) + " would not be published: the jar "
                + jar.getGroupId() + ":" + name + ":" + jar.getVersion() + " has no Jandex index. Set " + property
                + ".group-id=" + jar.getGroupId() + " and " + property + ".artifact-id=" + name
                + ", or build that jar with the jandex-maven-plugin");
    }
}
