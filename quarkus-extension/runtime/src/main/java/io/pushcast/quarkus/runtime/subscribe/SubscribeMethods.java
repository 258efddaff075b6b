package io.pushcast.quarkus.runtime.subscribe;

import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.SubscribeMethod;
import io.pushcast.subscribe.SubscriberBuilder;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.ManagedContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The {@code @Subscribe} methods of all beans, as they were found when the application was built. */
public final class SubscribeMethods {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final List<RecordedMethod> methods = new ArrayList<>();

    SubscribeMethods() {}

    void add(RecordedMethod method) {
        methods.add(method);
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    /** Has them called, each in a request's scope of its own. */
    void addTo(SubscriberBuilder subscriber) {
        for (RecordedMethod each : methods) {
            Subscribe annotation = Objects.requireNonNull(each.method().getAnnotation(Subscribe.class));
            SubscribeMethod.of(each.method(), annotation, SubscribeMethods::resolved)
                    .addTo(subscriber, bean(each.beanId()), SubscribeMethods::inRequest);
        }
    }

    /** Puts in what stands in the configuration: {@code stock.${region}}. */
    private static String resolved(String channel) {
        return PLACEHOLDER
                .matcher(channel)
                .replaceAll(found ->
                        Matcher.quoteReplacement(ConfigProvider.getConfig().getValue(found.group(1), String.class)));
    }

    private static Supplier<Object> bean(String id) {
        ArcContainer container = Arc.requireContainer();
        InjectableBean<Object> bean = container.bean(id);
        // Once: of a normal scope it is a proxy that finds the right one, of others there is but one.
        AtomicReference<@Nullable Object> made = new AtomicReference<>();
        return () -> Objects.requireNonNull(made.updateAndGet(
                known -> known == null ? container.instance(bean).get() : known));
    }

    private static Object inRequest(Callable<Object> call) throws Exception {
        ManagedContext request = Arc.requireContainer().requestContext();
        if (request.isActive()) {
            return call.call();
        }
        request.activate();
        try {
            return call.call();
        } finally {
            request.terminate();
        }
    }
}
