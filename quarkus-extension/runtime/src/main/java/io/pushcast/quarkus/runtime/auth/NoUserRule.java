package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.SignedInUser;
import io.pushcast.auth.UserRule;
import io.pushcast.message.SocketId;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs nobody in, in applications that say nothing about it, and tells the developer why when the first one asks. */
final class NoUserRule implements UserRule<SecurityIdentity> {

    private static final Logger log = LoggerFactory.getLogger(NoUserRule.class);

    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public CompletionStage<Optional<SignedInUser>> signIn(SecurityIdentity user, SocketId socketId) {
        if (told.compareAndSet(false, true)) {
            log.info("A connection asks to sign in and is refused, as all are: no method is annotated with"
                    + " @AuthenticateUser, which would say as whom");
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
