package io.pushcast.quarkus.runtime.event;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.arc.Arc;
import io.quarkus.arc.BeanDestroyer;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.inject.Singleton;
import java.util.Map;

/** The apps of {@code quarkus.pushcast.apps}, and publishers to them. They have no outbox. */
@Singleton
public class NamedApps {

    private final PushcastConfig config;
    private final PublisherFactory publishers;
    private final TransactionBinding transactions;

    NamedApps(PushcastConfig config, PublisherFactory publishers, TransactionBinding transactions) {
        this.config = config;
        this.publishers = publishers;
        this.transactions = transactions;
    }

    static NamedApps bean() {
        return Arc.requireContainer().select(NamedApps.class).get();
    }

    /** The app with the name. */
    PusherApp app(String name) {
        return ConfigMapper.app(name, config.apps().get(name));
    }

    /** A publisher to it. */
    Pushcast publisher(String name) {
        if (!config.enabled()) {
            return PublisherFactory.disabled(name);
        }
        PusherApp app = app(name);
        PushcastBuilder pushcast = publishers.builder(app).name(name).limits(ConfigMapper.limits(app, config.limits()));
        return pushcast.wrapSink(transactions::bind).build();
    }

    /** Ends a publisher when the application ends. */
    public static class Closer implements BeanDestroyer<Pushcast> {

        /** For the container. */
        public Closer() {}

        @Override
        public void destroy(Pushcast publisher, CreationalContext<Pushcast> context, Map<String, Object> parameters) {
            publisher.close();
        }
    }
}
