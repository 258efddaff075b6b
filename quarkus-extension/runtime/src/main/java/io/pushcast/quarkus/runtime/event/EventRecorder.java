package io.pushcast.quarkus.runtime.event;

import io.pushcast.Pushcast;
import io.pushcast.pusher.PusherApp;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;
import java.util.function.Supplier;

/** Carries the published types, which are found when the application is built, into its start. */
@Recorder
public class EventRecorder {

    /** For the build. */
    public EventRecorder() {}

    /** The types that say where their events go. */
    public RuntimeValue<PublishedTypes> publishedTypes(List<Class<?>> types) {
        return new RuntimeValue<>(new PublishedTypes(types));
    }

    /** The app with a name. */
    public Supplier<PusherApp> namedApp(String name) {
        return () -> NamedApps.bean().app(name);
    }

    /** The publisher to the app with a name. */
    public Supplier<Pushcast> namedPublisher(String name) {
        return () -> NamedApps.bean().publisher(name);
    }
}
