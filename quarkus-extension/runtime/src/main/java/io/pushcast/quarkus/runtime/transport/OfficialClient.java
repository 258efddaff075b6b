package io.pushcast.quarkus.runtime.transport;

import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.transport.Transport;
import io.quarkus.arc.InjectableBean;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** The official client that the application has configured itself. */
@Singleton
public class OfficialClient {

    private final PushcastConfig config;
    private final Instance<PusherApp> app;
    private final Instance<PusherAsync> asynchronous;
    private final Instance<Pusher> blocking;

    OfficialClient(
            PushcastConfig config,
            Instance<PusherApp> app,
            Instance<PusherAsync> asynchronous,
            Instance<Pusher> blocking) {
        this.config = config;
        this.app = app;
        this.asynchronous = asynchronous;
        this.blocking = blocking;
    }

    /** Whether publishers send through it: there is one, and no app is configured, which would come before it. */
    public boolean isUsed() {
        return (!asynchronous.isUnsatisfied() || !blocking.isUnsatisfied()) && !isAppConfigured();
    }

    private boolean isAppConfigured() {
        boolean ofTheApplication = app.getHandle().getBean() instanceof InjectableBean<?> bean && !bean.isDefaultBean();
        return ofTheApplication
                || ConfigMapper.namesApp(
                        config,
                        name -> ConfigProvider.getConfig()
                                .getOptionalValue(name, String.class)
                                .orElse(null));
    }

    /** A transport on the asynchronous client, or else on the blocking one. */
    public Transport transport() {
        return asynchronous.isUnsatisfied()
                ? OfficialClientTransport.on(blocking.get())
                : OfficialClientTransport.on(asynchronous.get());
    }
}
