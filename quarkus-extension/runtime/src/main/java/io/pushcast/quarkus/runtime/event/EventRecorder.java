package io.pushcast.quarkus.runtime.event;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;

/** Carries the published types, which are found when the application is built, into its start. */
@Recorder
public class EventRecorder {

    /** For the build. */
    public EventRecorder() {}

    /** The types that say where their events go. */
    public RuntimeValue<PublishedTypes> publishedTypes(List<Class<?>> types) {
        return new RuntimeValue<>(new PublishedTypes(types));
    }
}
