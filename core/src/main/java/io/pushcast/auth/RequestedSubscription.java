package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;

/** One channel that a client asks for, and the connection that is to subscribe. */
record RequestedSubscription(SocketId socketId, ChannelName channel) {}
