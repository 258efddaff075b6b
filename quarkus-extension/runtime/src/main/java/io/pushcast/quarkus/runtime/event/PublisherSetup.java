package io.pushcast.quarkus.runtime.event;

import io.pushcast.PushcastBuilder;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.Limits;
import io.pushcast.quarkus.runtime.EncryptionKeyBeans;
import io.pushcast.quarkus.runtime.web.CurrentSocket;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** What makes a message of an event, the same whether it is sent or recorded. */
@Singleton
public class PublisherSetup {

    private final JsonCodec json;
    private final EventMappings mappings;
    private final Limits limits;
    private final Instance<EncryptionKeys> encryption;
    private final CurrentSocket currentSocket;

    PublisherSetup(
            JsonCodec json,
            EventMappings mappings,
            Limits limits,
            Instance<EncryptionKeys> encryption,
            CurrentSocket currentSocket) {
        this.json = json;
        this.mappings = mappings;
        this.limits = limits;
        this.encryption = encryption;
        this.currentSocket = currentSocket;
    }

    /** The given builder, set up as the application wants it up to the sending. */
    public PushcastBuilder configure(PushcastBuilder pushcast) {
        pushcast.json(json).mappings(mappings).limits(limits).currentSocket(currentSocket);
        EncryptionKeyBeans.find(encryption).ifPresent(pushcast::encryption);
        return pushcast;
    }
}
