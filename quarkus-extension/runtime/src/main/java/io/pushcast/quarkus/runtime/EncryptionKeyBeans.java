package io.pushcast.quarkus.runtime;

import io.pushcast.encryption.EncryptionKeys;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** The application's keys of encrypted channels, if it has any. */
public final class EncryptionKeyBeans {

    private EncryptionKeyBeans() {}

    /** Several are an error: nobody says which of them subscribers have. */
    public static Optional<EncryptionKeys> find(Instance<EncryptionKeys> encryption) {
        return encryption.isUnsatisfied() ? Optional.empty() : Optional.of(encryption.get());
    }
}
