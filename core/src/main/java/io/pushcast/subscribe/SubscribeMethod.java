package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A method with {@link Subscribe}, checked, for frameworks to add to a subscriber. Immutable and safe for use by several threads. */
public final class SubscribeMethod {

    private final Method method;
    private final List<String> channels;
    private final String event;
    private final List<Argument> arguments = new ArrayList<>();
    private final boolean presence;
    private @Nullable Type payload;

    private enum Argument {
        PAYLOAD,
        RECEIVED,
        CHANNEL,
        MEMBERS
    }

    private SubscribeMethod(Method method, Subscribe annotation, UnaryOperator<String> resolver) {
        this.method = method;
        this.channels = Arrays.stream(annotation.value()).map(resolver).toList();
        this.event = annotation.event();
        Type[] types = method.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            arguments.add(argument(method.getParameterTypes()[i], types[i]));
        }
        this.presence = arguments.contains(Argument.MEMBERS);
        check();
    }

    /**
     * Checks a method.
     *
     * @param resolver puts in what a channel's name takes from the configuration
     * @throws IllegalArgumentException if it can't be called with events; the message is a sentence for the application's author
     */
    public static SubscribeMethod of(Method method, Subscribe annotation, UnaryOperator<String> resolver) {
        return new SubscribeMethod(method, annotation, resolver);
    }

    private Argument argument(Class<?> type, Type generic) {
        if (type == Received.class) {
            return Argument.RECEIVED;
        }
        if (type == ChannelName.class) {
            return Argument.CHANNEL;
        }
        if (type == PresenceMembers.class) {
            return Argument.MEMBERS;
        }
        if (payload != null) {
            throw wrong("has two parameters for the payload, " + payload.getTypeName() + " and " + generic.getTypeName()
                    + ": leave one of them");
        }
        payload = generic;
        return Argument.PAYLOAD;
    }

    private void check() {
        if (channels.isEmpty()) {
            throw wrong("names no channel: name those whose events it gets");
        }
        if (presence && (payload != null || arguments.contains(Argument.RECEIVED))) {
            throw wrong("takes both members and events: make it two methods");
        }
        Class<?> result = method.getReturnType();
        if (result != void.class && result != Void.class && !CompletionStage.class.isAssignableFrom(result)) {
            throw wrong("returns " + result.getTypeName()
                    + ", which goes nowhere: let it return nothing or a CompletionStage");
        }
        for (String channel : channels) {
            try {
                SubscriberBuilder.checkedChannel(channel);
                if (presence) {
                    SubscriberBuilder.requirePresence(channel);
                }
            } catch (IllegalArgumentException e) {
                throw wrong("has a wrong channel: " + e.getMessage());
            }
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The @Subscribe method " + this + " " + what);
    }

    /** The channels whose events it gets. */
    public List<String> channels() {
        return channels;
    }

    /**
     * Has it called.
     *
     * @param bean gives the object that has the method, for each call
     */
    public void addTo(SubscriberBuilder subscriber, Supplier<?> bean) {
        addTo(subscriber, bean, Callable::call);
    }

    /** Does something around each call, such as to begin and end a request's scope. */
    @FunctionalInterface
    public interface Around {

        /** Makes the call, once. */
        Object around(Callable<Object> call) throws Exception;
    }

    /**
     * Has it called.
     *
     * @param bean gives the object that has the method, for each call
     * @param around makes each call
     */
    public void addTo(SubscriberBuilder subscriber, Supplier<?> bean, Around around) {
        for (String channel : channels) {
            if (presence) {
                subscriber.onPresence(channel, members -> call(bean, around, null, null, members));
            } else if (payload == null) {
                addWithoutPayload(subscriber, channel, bean, around);
            } else {
                for (String name : names()) {
                    EventHandler<Object> handler = (event, received) -> call(bean, around, event, received, null);
                    subscriber.onType(channel, name, payload, handler);
                }
            }
        }
    }

    private void addWithoutPayload(SubscriberBuilder subscriber, String channel, Supplier<?> bean, Around around) {
        ReceivedHandler handler = received -> call(bean, around, null, received, null);
        if (event.isEmpty()) {
            subscriber.onAll(channel, handler);
        } else {
            subscriber.on(channel, event, handler);
        }
    }

    private Set<String> names() {
        int place = arguments.indexOf(Argument.PAYLOAD);
        return event.isEmpty() ? SubscriberBuilder.namesOf(method.getParameterTypes()[place]) : Set.of(event);
    }

    private void call(
            Supplier<?> bean,
            Around around,
            @Nullable Object event,
            @Nullable Received received,
            @Nullable PresenceMembers members)
            throws Exception {
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (arguments.get(i)) {
                case PAYLOAD -> event;
                case RECEIVED -> received;
                case CHANNEL -> received == null ? members == null ? null : members.channel() : received.channel();
                case MEMBERS -> members;
            };
        }
        try {
            around.around(() -> {
                if (method.invoke(bean.get(), values) instanceof CompletionStage<?> stage) {
                    stage.toCompletableFuture().join();
                }
                return true;
            });
        } catch (InvocationTargetException | CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Such as {@code com.shop.Stock.on(StockChanged)}. */
    @Override
    public String toString() {
        return method.getDeclaringClass().getTypeName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
