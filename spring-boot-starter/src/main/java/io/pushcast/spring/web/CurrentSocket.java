package io.pushcast.spring.web;

import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber's connection on whose behalf the current thread works: the one that the client named in the header
 * {@value #HEADER} of its request. What is published {@linkplain io.pushcast.PublishOptions#toOthers to others} in this thread
 * leaves it out.
 *
 * <p>It is known in the thread of a request on Spring MVC, to {@link io.pushcast.spring.event.ReactiveEventPublisher} on
 * WebFlux, and in threads to which Micrometer's context propagation takes it: on WebFlux with
 * {@code spring.reactor.context-propagation=auto}, and in tasks whose executor has a
 * {@code ContextPropagatingTaskDecorator}. For others, take it along:
 *
 * <pre>{@code
 * Optional<SocketId> socket = CurrentSocket.get();
 * executor.execute(() -> CurrentSocket.within(socket.orElse(null), () -> publisher.publish(event)));
 * }</pre>
 *
 * <p>A client names the connection itself: it could name that of another one, which then would miss the event. So whoever must
 * not miss an event should not get it by a channel that is published "to others".
 */
public final class CurrentSocket {

    /** The header by which clients name their connection, as Laravel Echo does. */
    public static final String HEADER = "X-Socket-ID";

    /** The key under which it is in the context of Reactor, and of context propagation. */
    public static final String CONTEXT_KEY = "pushcast.current-socket";

    private static final Logger log = LoggerFactory.getLogger(CurrentSocket.class);

    private static final ThreadLocal<@Nullable SocketId> CURRENT = new ThreadLocal<>();

    private CurrentSocket() {}

    /** The connection on whose behalf the current thread works; empty if it is not known. */
    public static Optional<SocketId> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Calls this on behalf of a connection, in the current thread, and goes on as before afterwards.
     *
     * @param socket the connection; null for none
     */
    public static <T extends @Nullable Object> T within(@Nullable SocketId socket, Supplier<T> call) {
        SocketId before = CURRENT.get();
        set(socket);
        try {
            return call.get();
        } finally {
            set(before);
        }
    }

    static void set(@Nullable SocketId socket) {
        if (socket == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(socket);
        }
    }

    /** What the header of a request names; null, so that everybody sees its events, if that is nothing or no socket id. */
    static @Nullable SocketId named(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        try {
            if (values.size() == 1) {
                return SocketId.of(values.get(0));
            }
        } catch (InvalidMessageException e) {
            // Told below, without what the client wrote.
        }
        log.debug("The header {} of a request names no socket id, such as 123.456: its events go to everybody", HEADER);
        return null;
    }
}
