package io.pushcast.pusher;

/** Which Pushcast this is. */
final class LibraryVersion {

    /** From the jar's manifest; {@code development} where there is none, such as in a build or a merged jar. */
    static final String CURRENT = read();

    private LibraryVersion() {}

    private static String read() {
        String version = LibraryVersion.class.getPackage().getImplementationVersion();
        return version == null || version.isBlank() ? "development" : version;
    }
}
