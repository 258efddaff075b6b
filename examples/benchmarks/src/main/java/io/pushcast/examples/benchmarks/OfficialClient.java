package io.pushcast.examples.benchmarks;

import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAbstract;
import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Result;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import org.apache.http.client.config.RequestConfig;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's own clients, at their best: payloads written by the same JSON library as ours, as many connections as they have
 * requests under way, and no request sent twice behind one's back.
 */
final class OfficialClient {

    private OfficialClient() {}

    static PusherAsync async(PusherApp app, int connections, JsonCodec json) {
        PusherAsync pusher = configured(new PusherAsync(app.appId(), app.key(), app.secret()), app, json);
        pusher.configureHttpClient(new DefaultAsyncHttpClientConfig.Builder()
                .setMaxRequestRetry(0)
                .setKeepAlive(true)
                .setTcpNoDelay(true)
                .setMaxConnections(connections)
                .setMaxConnectionsPerHost(connections)
                .setAcquireFreeChannelTimeout(10_000)
                // As many as ours; its default of twice the cores is slower on a small machine.
                .setIoThreadsCount(Math.min(2, Runtime.getRuntime().availableProcessors()))
                .setThreadFactory(new DefaultThreadFactory("official-http", true))
                .setShutdownQuietPeriod(Duration.ZERO));
        return pusher;
    }

    static Pusher blocking(PusherApp app, int connections) {
        Pusher pusher = configured(new Pusher(app.appId(), app.key(), app.secret()), app, JsonCodec.detect());
        pusher.configureHttpClient(Pusher.defaultHttpClientBuilder()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .disableAutomaticRetries()
                .setDefaultRequestConfig(
                        RequestConfig.custom().setSocketTimeout(10_000).build()));
        return pusher;
    }

    private static <P extends PusherAbstract<?>> P configured(P pusher, PusherApp app, JsonCodec json) {
        pusher.setHost(app.host() + ":" + app.port());
        pusher.setEncrypted(app.tls());
        pusher.setDataMarshaller(json::write);
        return pusher;
    }

    static boolean isSuccess(@Nullable Result result) {
        return result != null && result.getStatus() == Result.Status.SUCCESS;
    }
}
