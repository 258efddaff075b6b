package io.pushcast.spring.auth;

import io.pushcast.auth.ChannelRequest;
import io.pushcast.message.SocketId;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and for what.
 *
 * @param user as the application has authenticated them
 * @param socketId the connection, by the client's own word
 * @param channel the wish to subscribe; null if it is one to sign in
 */
record AuthCaller(
        Principal user, SocketId socketId, @Nullable ChannelRequest<Principal> channel) {

    static AuthCaller of(ChannelRequest<Principal> request) {
        return new AuthCaller(request.user(), request.socketId(), request);
    }
}
