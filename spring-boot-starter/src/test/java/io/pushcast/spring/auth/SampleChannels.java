package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Rules of every kind, as an application has them. */
class SampleChannels {

    record Account(String id) {}

    record Staff(String name) implements Principal {

        @Override
        public String getName() {
            return name;
        }
    }

    @AuthorizeChannel("private-orders.{customerId}")
    boolean ownOrders(Principal user, String customerId) {
        return user.getName().equals(customerId);
    }

    @AuthorizeChannel("private-documents.{id}")
    boolean documents(UUID id) {
        return id.getLeastSignificantBits() == 7;
    }

    @AuthorizeChannel({"private-account.{account}", "private-account-archive.{account}"})
    boolean accounts(Account account) {
        return account.id().equals("a-1");
    }

    @AuthorizeChannel("private-staff")
    boolean staff(Staff user) {
        return true;
    }

    @AuthorizeChannel("private-wires.{id}")
    AuthDecision wires(ChannelRequest<Principal> request, ChannelName channel, SocketId socket) {
        boolean same = request.channel().equals(channel) && request.socketId().equals(socket);
        return same ? AuthDecision.allow() : AuthDecision.deny();
    }

    @AuthorizeChannel("presence-room.{room}")
    PresenceMember room(Principal user, String room) {
        return room.equals("closed") ? null : PresenceMember.of(user.getName(), Map.of("name", "Alice"));
    }

    @AuthorizeChannel("presence-maybe.{room}")
    Optional<PresenceMember> maybe(Principal user, String room) {
        return room.equals("open") ? Optional.of(PresenceMember.of(user.getName())) : Optional.empty();
    }

    @AuthorizeChannel("private-later.{answer}")
    CompletionStage<Boolean> later(boolean answer) {
        return CompletableFuture.supplyAsync(
                () -> answer, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    }

    @AuthorizeChannel("private-mono.{answer}")
    Mono<Boolean> mono(boolean answer) {
        return Mono.just(answer).delayElement(Duration.ofMillis(20));
    }

    @AuthorizeChannel("presence-mono.{room}")
    Mono<PresenceMember> monoOfMember(Principal user, String room) {
        return room.equals("open") ? Mono.just(PresenceMember.of(user.getName())) : Mono.empty();
    }

    @AuthorizeChannel("private-broken")
    boolean broken() throws Exception {
        throw new Exception("the rule's own failure");
    }

    @AuthorizeChannel("private-{anything...}")
    boolean widest() {
        return false;
    }
}
