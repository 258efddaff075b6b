package io.pushcast.subscribe;

/** Handles events as they came, without reading their payloads. It is called as an {@link EventHandler} is. */
@FunctionalInterface
public interface ReceivedHandler {

    /** Handles one event. */
    void handle(Received received) throws Exception;
}
