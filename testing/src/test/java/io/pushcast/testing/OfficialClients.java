package io.pushcast.testing;

import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAbstract;
import com.pusher.rest.PusherAsync;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import io.pushcast.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;

/** The official clients as an application has them, configured as {@link OfficialClientTransport} advises. */
public final class OfficialClients {

    private final List<PusherAbstract<?>> clients = new ArrayList<>();

    public Transport async(PusherApp app) {
        PusherAsync client = new PusherAsync(app.appId(), app.key(), app.secret());
        client.configureHttpClient(
                new DefaultAsyncHttpClientConfig.Builder().setMaxRequestRetry(0).setIoThreadsCount(1));
        return OfficialClientTransport.on(configured(client, app));
    }

    public Transport blocking(PusherApp app) {
        Pusher client = new Pusher(app.appId(), app.key(), app.secret());
        client.configureHttpClient(Pusher.defaultHttpClientBuilder().setMaxConnPerRoute(8));
        return OfficialClientTransport.on(configured(client, app));
    }

    private <C extends PusherAbstract<?>> C configured(C client, PusherApp app) {
        client.setHost(app.host() + ":" + app.port());
        client.setEncrypted(app.tls());
        clients.add(client);
        return client;
    }

    /** Closes all clients. */
    public void close() throws Exception {
        for (PusherAbstract<?> client : clients) {
            if (client instanceof PusherAsync async) {
                async.close();
            } else if (client instanceof Pusher blocking) {
                blocking.close();
            }
        }
    }
}
