package io.pushcast.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One artifact of a library. Whether it is new enough is seen from a method or constant that older versions don't have, since
 * the versions that manifests tell can be those of the jar into which an application was packed.
 *
 * @param artifact {@code groupId:artifactId}
 * @param since the oldest version that works; empty if that is up to another module of the library
 * @param type a class that has the member
 * @param member a public method or field that older versions don't have; empty if the class is enough
 * @param oldest a class that all versions have, by which the one that is there is found
 */
record LibraryModule(String artifact, String since, String type, String member, String oldest) {

    /** A module whose class all versions have. */
    LibraryModule(String artifact, String since, String type, String member) {
        this(artifact, since, type, member, type);
    }

    /** A module that only has to be there. */
    LibraryModule(String artifact, String type) {
        this(artifact, "", type, "", type);
    }

    boolean isSupported() {
        Class<?> found = load(type);
        if (found == null) {
            return false;
        }
        try {
            return member.isEmpty() || hasMember(found);
        } catch (LinkageError e) {
            // A class in a signature is missing, so that the jars don't belong together.
            return false;
        }
    }

    private boolean hasMember(Class<?> found) {
        if (found.isEnum()) {
            for (Field field : found.getFields()) {
                if (field.getName().equals(member)) {
                    return true;
                }
            }
        }
        for (Method method : found.getMethods()) {
            if (method.getName().equals(member)) {
                return true;
            }
        }
        return false;
    }

    /** What is there: {@code is 2.1.0 (resilience4j-retry-2.1.0.jar)}, or {@code is missing}. */
    String found() {
        Class<?> anchor = load(oldest);
        if (anchor == null) {
            return "is missing";
        }
        String version = versionOfMaven(anchor);
        if (version == null) {
            version = versionOfManifest();
        }
        return "is " + (version == null ? "of an unknown version" : version) + jar(anchor);
    }

    /** The version by the jar's manifest, or null if there is none or it is not of the library itself. */
    @Nullable
    String versionOfManifest() {
        Class<?> anchor = load(oldest);
        Package home = anchor == null ? null : anchor.getPackage();
        if (home == null || home.getImplementationTitle() == null) {
            return null;
        }
        return isOfLibrary(home.getImplementationTitle()) ? home.getImplementationVersion() : null;
    }

    /** {@code Netty/Common} is of {@code io.netty:netty-common}; the title of an application's own jar is not. */
    private boolean isOfLibrary(String title) {
        String name = artifact.substring(artifact.indexOf(':') + 1);
        int end = name.indexOf('-');
        return title.toLowerCase(Locale.ROOT).contains(end < 0 ? name : name.substring(0, end));
    }

    private @Nullable String versionOfMaven(Class<?> anchor) {
        String file = "/META-INF/maven/" + artifact.replace(':', '/') + "/pom.properties";
        try (InputStream in = anchor.getResourceAsStream(file)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            // Only the words of an error are lost.
            return null;
        }
    }

    private static String jar(Class<?> anchor) {
        CodeSource source = anchor.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        String path = location == null ? null : URI.create(location.toString()).getSchemeSpecificPart();
        if (path == null) {
            return "";
        }
        String trimmed = path.replaceAll("[!/]+$", "");
        return " (" + trimmed.substring(trimmed.lastIndexOf('/') + 1) + ")";
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, LibraryModule.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
