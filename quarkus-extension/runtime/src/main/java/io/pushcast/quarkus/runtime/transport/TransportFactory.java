package io.pushcast.quarkus.runtime.transport;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.transport.Transport;
import io.quarkus.proxy.ProxyConfiguration;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Makes transports to apps, as the configuration and Quarkus' registries say. */
@Singleton
public class TransportFactory {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private static final String TLS = "quarkus.pushcast.tls-configuration-name";

    private final PushcastConfig config;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    TransportFactory(PushcastConfig config, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.config = config;
        this.tls = tls;
        this.proxies = proxies;
    }

    /**
     * A transport to this app.
     *
     * @throws ConfigurationException if a setting is wrong, or the TLS configuration is not there or can't be used
     */
    public Transport transport(PusherApp app) {
        return ConfigMapper.transport(app, config.http(), transport -> {
            config.tlsConfigurationName().ifPresent(name -> transport.sslContext(sslContext(name)));
            proxy(app.host()).filter(proxy -> !isExcluded(app.host(), proxy)).ifPresent(proxy -> use(proxy, transport));
        });
    }

    /** The proxy that is named; or else that of all clients, but not for a server on this machine, such as that of Dev Services. */
    private Optional<ProxyConfiguration> proxy(String host) {
        Optional<String> name = config.proxyConfigurationName();
        return name.isEmpty() && THIS_MACHINE.contains(host) ? Optional.empty() : proxies.get(name);
    }

    private static void use(ProxyConfiguration proxy, PusherTransport.Builder transport) {
        proxy.assertHttpType();
        transport.proxy(proxy.host(), proxy.port());
        proxy.username()
                .ifPresent(user ->
                        transport.proxyCredentials(user, proxy.password().orElse("")));
    }

    /** Whether the host is one of those that are reached without the proxy: by its name, or by {@code *.example.com}. */
    private static boolean isExcluded(String host, ProxyConfiguration proxy) {
        String name = host.toLowerCase(Locale.ROOT);
        return proxy.nonProxyHosts().orElse(List.of()).stream()
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .anyMatch(pattern ->
                        pattern.startsWith("*") ? name.endsWith(pattern.substring(1)) : name.equals(pattern));
    }

    private SSLContext sslContext(String name) {
        TlsConfiguration found = tls.get(name)
                .orElseThrow(() -> new ConfigurationException(TLS + "=" + name
                        + ": there is no such TLS configuration. Set properties below quarkus.tls." + name
                        + ", or take the name away."));
        try {
            return found.createSSLContext();
        } catch (Exception e) {
            throw new ConfigurationException(TLS + "=" + name + " can't be used: " + e.getMessage(), e);
        }
    }
}
