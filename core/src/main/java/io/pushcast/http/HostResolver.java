package io.pushcast.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the addresses of one host, on a thread that lives for one lookup: the operating system's call blocks. Who asks
 * during a lookup gets its result. Safe for use by several threads.
 */
final class HostResolver {

    private final String host;
    private final OwnThreads threads;
    private @Nullable List<Waiting> waiting;

    HostResolver(String host, OwnThreads threads) {
        this.host = host;
        this.threads = threads;
    }

    /** Is told the result, on the thread of the lookup or the caller's. Exactly one of both is null. */
    interface Waiting {
        void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure);
    }

    void resolve(Waiting asking) {
        byte[] literal = Origin.literalAddress(host);
        if (literal != null) {
            tellLiteral(asking, literal);
            return;
        }
        synchronized (this) {
            if (waiting != null) {
                waiting.add(asking);
                return;
            }
            waiting = new ArrayList<>(List.of(asking));
        }
        try {
            threads.startShort("lookup", this::lookUp);
        } catch (RuntimeException | Error e) {
            tell(null, e);
        }
    }

    private static void tellLiteral(Waiting asking, byte[] address) {
        try {
            asking.resolved(List.of(InetAddress.getByAddress(address)), null);
        } catch (UnknownHostException e) {
            asking.resolved(null, e);
        }
    }

    private void lookUp() {
        List<InetAddress> addresses = null;
        Throwable failure = null;
        try {
            addresses = Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException | RuntimeException | Error e) {
            failure = e;
        }
        tell(addresses, failure);
    }

    private void tell(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
        List<Waiting> told;
        synchronized (this) {
            told = waiting == null ? List.of() : waiting;
            waiting = null;
        }
        told.forEach(one -> one.resolved(addresses, failure));
    }
}
