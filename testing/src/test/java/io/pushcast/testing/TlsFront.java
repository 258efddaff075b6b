package io.pushcast.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS before a server of this machine, as a load balancer has it, with a certificate for {@code localhost} that only those trust
 * who are given it.
 */
public final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Relay relay;

    /** Before this server, on a free port; the certificate is in this folder. */
    public TlsFront(EmbeddedPusher server, Path folder) throws Exception {
        this(server, folder, 0);
    }

    /** Before this server; the certificate is in this folder. */
    public TlsFront(EmbeddedPusher server, Path folder, int port) throws Exception {
        certificate(folder);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys(folder))) {
            store.load(in, PASSWORD.toCharArray());
        }
        own.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        ServerSocket listening =
                context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.relay = new Relay(listening, client -> new Socket(server.host(), server.port()));
    }

    /** The certificate in this folder, as PEM; made if it is not there. */
    public static Path certificate(Path folder) throws Exception {
        Path certificate = folder.resolve("server.pem");
        if (!Files.exists(certificate)) {
            Path keys = keys(folder);
            keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
            keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
        }
        return certificate;
    }

    private static Path keys(Path folder) {
        return folder.resolve("server.p12");
    }

    private static void keytool(Path keys, String... what) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(what));
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keys.toString()));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool failed: " + command);
        }
    }

    /** Its port. */
    public int port() {
        return relay.port();
    }

    @Override
    public void close() {
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
