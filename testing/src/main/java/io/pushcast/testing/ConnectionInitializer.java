package io.pushcast.testing;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.pushcast.testing.protocol.ChannelRegistry;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.ServerSettings;
import io.pushcast.testing.protocol.ServerTimer;
import io.pushcast.testing.protocol.WatchlistNotifier;
import java.util.function.Consumer;

/** Gives each new connection what reads and answers its requests, and may make it a subscriber's. */
final class ConnectionInitializer implements Consumer<Channel> {

    private final ServerSettings settings;
    private final HttpApi api;
    private final WebSocketUpgrade upgrade;
    private final FaultInjector faults;

    ConnectionInitializer(
            ServerSettings settings,
            ChannelRegistry channels,
            ConnectionRegistry connections,
            EventRecorder recorder,
            FaultInjector faults,
            ServerTimer later) {
        this.settings = settings;
        this.api = new HttpApi(settings, channels, connections, recorder);
        this.upgrade = new WebSocketUpgrade(
                settings,
                connections,
                new WebSocketProtocol(settings, channels, new WatchlistNotifier(connections), recorder, later),
                recorder);
        this.faults = faults;
    }

    @Override
    public void accept(Channel channel) {
        FaultHandler faulty = new FaultHandler(faults, api);
        HttpHandler handler = new HttpHandler(api, upgrade, faulty::current, settings.clock());
        channel.pipeline()
                .addLast(new FlushConsolidationHandler(
                        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true))
                .addLast(new HttpServerCodec())
                .addLast(faulty)
                .addLast(handler.aggregator(settings.limits().maxRequestBytes()))
                .addLast(handler);
    }
}
