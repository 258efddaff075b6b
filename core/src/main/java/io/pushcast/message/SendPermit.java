package io.pushcast.message;

/**
 * The right to send one message, which whoever gave the message to the engine may lose while it waits: the outbox does when
 * another instance takes over. Its owner is told of the end at once, before listeners are.
 *
 * <p>All methods are called with the engine's lock held: they return at once, throw nothing, and do not call the engine.
 */
public interface SendPermit {

    /**
     * Whether the message may still be sent. Asked right before each request with it; once false, it is for good. The
     * message then leaves the engine as {@link DeliveryException.Reason#LEFT_IN_OUTBOX}.
     */
    boolean holds();

    /**
     * Whether a newer message has taken its place before it came to the engine, see {@link Pace}. It is then never sent, and
     * ends as {@link DeliveryException.Reason#SUPERSEDED}. Asked once, when the engine gets it.
     */
    default boolean isSuperseded() {
        return false;
    }

    /** The server accepted the message, all parts of it. */
    void accepted();

    /**
     * A request with the message has failed, and it will be sent again.
     *
     * @param attempts how many requests it has been part of
     * @param status the HTTP status of the server's answer; 0 if there was none
     * @param failure what happened, in words
     */
    default void willBeRetried(int attempts, int status, String failure) {}

    /**
     * The engine closes while a request with the message is under way: the server may accept it yet, though nobody will
     * know. Called before {@link #failed}.
     */
    default void unanswered() {}

    /** The message has left the engine without being accepted. */
    void failed(DeliveryException failure);
}
