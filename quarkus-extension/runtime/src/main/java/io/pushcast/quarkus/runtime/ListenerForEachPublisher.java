package io.pushcast.quarkus.runtime;

import io.pushcast.message.DeliveryListener;

/** Makes a listener for each publisher, where one listener can't serve several. All beans of this type are asked. */
public interface ListenerForEachPublisher {

    /** A listener for one more publisher. */
    DeliveryListener create();
}
