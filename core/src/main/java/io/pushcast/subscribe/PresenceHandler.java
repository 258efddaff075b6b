package io.pushcast.subscribe;

/** Is told who is on a presence channel. It is called as an {@link EventHandler} is, in order with the channel's events. */
@FunctionalInterface
public interface PresenceHandler {

    /** The members are others than before, or were told anew after a subscription. */
    void handle(PresenceMembers members) throws Exception;
}
