package io.pushcast.quarkus.runtime.web;

import io.pushcast.auth.StageCancellation;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Gives a request that comes in by a route of our own what one has that comes in by REST: a request scope. */
@Singleton
public class RequestScope {

    private final CurrentVertxRequest current;

    RequestScope(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Runs something in the request's scope, which ends when the answer is there. It need not be the thread's first. */
    public <T> CompletionStage<T> run(RoutingContext exchange, Supplier<CompletionStage<T>> handler) {
        ManagedContext scope = Arc.requireContainer().requestContext();
        if (scope.isActive()) {
            // By an observer of the request's start, or a filter, which need not have said whose it is.
            current.setCurrent(exchange);
            return handler.get();
        }
        ContextState state = scope.activate();
        try {
            current.setCurrent(exchange);
            // An answer may come later, on another thread.
            CompletionStage<T> later = handler.get();
            return StageCancellation.passOn(later.whenComplete((answer, failure) -> scope.destroy(state)), later);
        } catch (Throwable t) {
            // An Error of an observer, too: nobody else ends the scope.
            scope.destroy(state);
            throw t;
        } finally {
            scope.deactivate();
        }
    }
}
