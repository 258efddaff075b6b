package io.pushcast.classpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A library that Pushcast uses, and the oldest version of it that works. */
@SuppressWarnings("Immutable") // The list is one of List.of
public enum Library {
    /** SLF4J, always used. */
    SLF4J(
            "spring-boot-dependencies (slf4j.version), quarkus-bom or slf4j-bom",
            new LibraryModule("org.slf4j:slf4j-api", "1.7.36", "org.slf4j.Logger", "isTraceEnabled")),

    /** Gson, always used. */
    GSON(
            "spring-boot-dependencies (gson.version) or quarkus-bom",
            new LibraryModule("com.google.code.gson:gson", "2.8.6", "com.google.gson.JsonParser", "parseString")),

    /** Resilience4j, always used. */
    RESILIENCE4J(
            "spring-cloud-dependencies (resilience4j.version) or resilience4j-bom",
            new LibraryModule(
                    "io.github.resilience4j:resilience4j-core",
                    "2.2.0",
                    "io.github.resilience4j.core.ClassUtils",
                    "instantiateFunction"),
            new LibraryModule(
                    "io.github.resilience4j:resilience4j-retry",
                    "2.2.0",
                    "io.github.resilience4j.retry.Retry$Metrics",
                    "getNumberOfTotalCalls"),
            new LibraryModule(
                    "io.github.resilience4j:resilience4j-circuitbreaker",
                    "2.2.0",
                    "io.github.resilience4j.circuitbreaker.CircuitBreaker$StateTransition",
                    "isInternalTransition"),
            new LibraryModule(
                    "io.github.resilience4j:resilience4j-ratelimiter",
                    "2.2.0",
                    "io.github.resilience4j.ratelimiter.RateLimiter$Metrics",
                    "getAvailablePermissions")),

    /** Netty, used by the transport of Pushcast's own. All its modules must be of one version. */
    NETTY(
            "spring-boot-dependencies (netty.version), quarkus-bom or netty-bom",
            new LibraryModule(
                    "io.netty:netty-codec-http",
                    "4.1.108.Final",
                    "io.netty.handler.codec.http.HttpDecoderConfig",
                    "setAllowDuplicateContentLengths",
                    "io.netty.handler.codec.http.HttpMessage"),
            new LibraryModule("io.netty:netty-codec", "io.netty.handler.codec.DecoderResult"),
            new LibraryModule("io.netty:netty-handler", "io.netty.handler.ssl.NotSslRecordException"),
            new LibraryModule("io.netty:netty-resolver", "io.netty.resolver.NameResolver"),
            new LibraryModule("io.netty:netty-transport", "io.netty.channel.ChannelHandler"),
            new LibraryModule("io.netty:netty-buffer", "io.netty.buffer.ByteBufHolder"),
            new LibraryModule("io.netty:netty-common", "io.netty.util.ReferenceCounted")) {
        @Override
        List<String> problems() {
            List<String> problems = super.problems();
            return problems.isEmpty() ? differences() : problems;
        }
    },

    /** Jackson 3 with the annotations that it needs, used by its codec. */
    JACKSON_3(
            "spring-boot-dependencies (jackson-bom.version) or tools.jackson:jackson-bom",
            new LibraryModule(
                    "tools.jackson.core:jackson-databind",
                    "3.1.0",
                    "tools.jackson.databind.cfg.DateTimeFeature",
                    "WRITE_UTC_AS_OFFSET"),
            new LibraryModule(
                    "com.fasterxml.jackson.core:jackson-annotations",
                    "2.21",
                    "com.fasterxml.jackson.annotation.JsonSerializeAs",
                    "value",
                    "com.fasterxml.jackson.annotation.JsonProperty")),

    /** Jackson 2, used by its codec. */
    JACKSON_2(
            "spring-boot-dependencies (jackson-2-bom.version), quarkus-bom or com.fasterxml.jackson:jackson-bom",
            new LibraryModule(
                    "com.fasterxml.jackson.core:jackson-databind",
                    "2.15.0",
                    "com.fasterxml.jackson.databind.EnumNamingStrategy",
                    "convertEnumToExternalName",
                    "com.fasterxml.jackson.databind.JsonSerializable"),
            new LibraryModule(
                    "com.fasterxml.jackson.core:jackson-core",
                    "2.15.0",
                    "com.fasterxml.jackson.core.StreamReadConstraints",
                    "builder",
                    "com.fasterxml.jackson.core.Versioned")),

    /** Micrometer, used by the metrics. */
    MICROMETER(
            "spring-boot-dependencies (micrometer.version), quarkus-bom or micrometer-bom",
            new LibraryModule(
                    "io.micrometer:micrometer-core",
                    "1.9.0",
                    "io.micrometer.core.instrument.LongTaskTimer$Builder",
                    "serviceLevelObjectives",
                    "io.micrometer.core.instrument.Meter"));

    private final String boms;
    private final List<LibraryModule> modules;

    Library(String boms, LibraryModule... modules) {
        this.boms = boms;
        this.modules = List.of(modules);
    }

    /** A sentence about each module that can't work; empty if all can. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (LibraryModule module : modules) {
            if (!module.isSupported()) {
                problems.add(module.artifact() + " " + module.found() + "; " + needed(module)
                        + ". A BOM that manages it is " + boms + ".");
            }
        }
        return problems;
    }

    private String needed(LibraryModule module) {
        return module.since().isEmpty()
                ? "the same version as of " + modules.get(0).artifact() + " is needed"
                : module.since() + " or later is needed";
    }

    /** One problem if the modules are known to be of several versions. */
    List<String> differences() {
        Map<String, String> versions = new TreeMap<>();
        Set<String> different = new TreeSet<>();
        for (LibraryModule module : modules) {
            String version = module.versionOfManifest();
            if (version != null) {
                versions.put(module.artifact(), version);
                different.add(version);
            }
        }
        return different.size() < 2
                ? List.of()
                : List.of("the modules of one library are of several versions: " + versions
                        + "; all must be of one. A BOM that manages them is " + boms + ".");
    }
}
