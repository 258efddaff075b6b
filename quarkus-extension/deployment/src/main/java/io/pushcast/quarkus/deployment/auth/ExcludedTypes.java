package io.pushcast.quarkus.deployment.auth;

import java.util.List;
import java.util.function.Predicate;
import org.jboss.jandex.DotName;

/**
 * Classes that are kept from being beans, as {@code quarkus.arc.exclude-types} names them: by their whole or simple name, or
 * by a package as {@code org.acme.*}, with those below as {@code org.acme.**}.
 */
final class ExcludedTypes implements Predicate<DotName> {

    private final List<String> patterns;

    ExcludedTypes(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    @Override
    public boolean test(DotName type) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, type));
    }

    private static boolean matches(String pattern, DotName type) {
        String folder = type.packagePrefix() == null ? "" : type.packagePrefix();
        if (pattern.endsWith(".**")) {
            String root = pattern.substring(0, pattern.length() - 3);
            return folder.equals(root) || folder.startsWith(root + ".");
        }
        if (pattern.endsWith(".*")) {
            return folder.equals(pattern.substring(0, pattern.length() - 2));
        }
        return type.toString().equals(pattern) || type.withoutPackagePrefix().equals(pattern);
    }
}
