package io.pushcast.http;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes self-signed certificates with the JDK's keytool. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path keys;

    /**
     * @param extra what else keytool is told, such as {@code -ext san=dns:localhost}
     */
    Certificates(Path folder, String name, String... extra) throws Exception {
        this.keys = folder.resolve(name + ".p12");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", extra);
    }

    /** Another certificate, which this one has signed. */
    Certificates sign(Path folder, String name, String... extra) throws Exception {
        Certificates signed = new Certificates(folder, name);
        String request = folder.resolve(name + ".csr").toString();
        String chain = folder.resolve(name + ".pem").toString();
        String own = folder.resolve(name + "-ca.pem").toString();
        keytool(signed.keys, "-certreq", "-file", request);
        keytool(keys, "-gencert", "-rfc", "-infile", request, "-outfile", chain, extra);
        keytool(keys, "-exportcert", "-rfc", "-file", own);
        Files.writeString(Path.of(chain), Files.readString(Path.of(own)), StandardOpenOption.APPEND);
        keytool(signed.keys, "-importcert", "-noprompt", "-file", chain);
        return signed;
    }

    private static void keytool(Path keys, Object... what) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object each : what) {
            command.addAll(each instanceof String[] several ? List.of(several) : List.of((String) each));
        }
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keys.toString()));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool failed: " + command);
        }
    }

    /** For the server that has the certificate. */
    SSLContext server() throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(load(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts this certificate, and no other. */
    SSLContext client() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", load().getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
