package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tell where they are called. Of the request's scope, so that one object serves all rules of a request. */
@RequestScoped
public class ThreadRules {

    private final RequestCaller caller;
    private final RoutingContext exchange;
    private final CountDownLatch companions = new CountDownLatch(2);

    ThreadRules(RequestCaller caller, RoutingContext exchange) {
        this.caller = caller;
        this.exchange = exchange;
    }

    @AuthorizeChannel("presence-thread.plain")
    PresenceMember plain() {
        return whereIAm();
    }

    @AuthorizeChannel("presence-thread.now")
    @NonBlocking
    PresenceMember now() {
        return whereIAm();
    }

    @AuthorizeChannel("presence-thread.later")
    Uni<PresenceMember> later() {
        return Uni.createFrom().item(whereIAm());
    }

    @AuthorizeChannel("presence-thread.stage")
    CompletionStage<PresenceMember> stage() {
        return CompletableFuture.completedFuture(whereIAm());
    }

    @AuthorizeChannel("presence-thread.blocking")
    @Blocking
    Uni<PresenceMember> blocking() {
        return Uni.createFrom().item(whereIAm());
    }

    @AuthorizeChannel("presence-thread.virtual")
    @RunOnVirtualThread
    PresenceMember virtual() {
        return whereIAm();
    }

    @AuthorizeChannel("presence-thread.virtual-later")
    @RunOnVirtualThread
    Uni<PresenceMember> virtualLater() {
        return Uni.createFrom().item(whereIAm());
    }

    @AuthorizeChannel("private-staff.virtual")
    @RunOnVirtualThread
    @RolesAllowed("staff")
    boolean isStaffOnAVirtualThread() {
        return true;
    }

    @AuthorizeChannel("private-staff.now")
    @NonBlocking
    @RolesAllowed("staff")
    boolean isStaffNow() {
        return true;
    }

    @AuthorizeChannel("private-staff.later")
    @RolesAllowed("staff")
    Uni<Boolean> isStaffLater() {
        return Uni.createFrom().item(true);
    }

    /** Allows it if no other of these is called at the same time, for which it waits a while. */
    @AuthorizeChannel("private-alone.{number}")
    boolean isAlone(int number) throws InterruptedException {
        companions.countDown();
        return number > 1 || !companions.await(200, TimeUnit.MILLISECONDS);
    }

    private PresenceMember whereIAm() {
        return PresenceMember.of(
                caller.getName(),
                Map.of(
                        "mayBlock", BlockingOperationControl.isBlockingAllowed(),
                        "virtual", isVirtual(),
                        "path", exchange.normalizedPath()));
    }

    /** Java 17, with which this is compiled, does not know the question. */
    private static boolean isVirtual() {
        return Thread.currentThread().getClass().getSimpleName().equals("VirtualThread");
    }
}
