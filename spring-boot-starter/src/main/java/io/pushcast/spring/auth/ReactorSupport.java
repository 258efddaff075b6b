package io.pushcast.spring.auth;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** What methods that answer by a {@code Mono} need of Reactor, where it is present. */
final class ReactorSupport {

    private static final boolean PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ReactorSupport.class.getClassLoader());

    private ReactorSupport() {}

    static boolean isMono(Class<?> type) {
        return PRESENT && Types.isMono(type);
    }

    /** What this {@code Mono} gives, within the context of the request that is being answered. */
    static CompletionStage<@Nullable Object> stage(Object mono) {
        return Types.stage(mono);
    }

    /**
     * Calls this with the request's context at hand, for rules that are called in this thread: whoever is logged in, for
     * instance, is found there by method security.
     */
    static <T> T within(ContextView context, Supplier<T> call) {
        return Types.within(context, call);
    }

    /** Loaded only where Reactor is present. */
    private static final class Types {

        private static final ThreadLocal<ContextView> CURRENT = ThreadLocal.withInitial(Context::empty);

        static boolean isMono(Class<?> type) {
            return Mono.class.isAssignableFrom(type);
        }

        static CompletionStage<@Nullable Object> stage(Object mono) {
            return ((Mono<?>) mono)
                    .contextWrite(CURRENT.get())
                    .<@Nullable Object>map(value -> value)
                    .toFuture();
        }

        static <T> T within(ContextView context, Supplier<T> call) {
            CURRENT.set(context);
            try {
                return call.get();
            } finally {
                CURRENT.remove();
            }
        }
    }
}
