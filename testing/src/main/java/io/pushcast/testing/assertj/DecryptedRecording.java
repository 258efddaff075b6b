package io.pushcast.testing.assertj;

import io.pushcast.encryption.DecryptionException;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelName;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.Recording;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The same events, those of encrypted channels as their subscribers see them. */
final class DecryptedRecording implements Recording {

    private final Recording encrypted;
    private final EncryptionKeys keys;

    DecryptedRecording(Recording encrypted, EncryptionKeys keys) {
        this.encrypted = encrypted;
        this.keys = keys;
    }

    @Override
    public List<RecordedEvent> events() {
        return decrypted(encrypted.events());
    }

    @Override
    public boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout) {
        return encrypted.await(events -> condition.test(decrypted(events)), timeout);
    }

    private List<RecordedEvent> decrypted(List<RecordedEvent> events) {
        return events.stream().map(this::decrypted).toList();
    }

    private RecordedEvent decrypted(RecordedEvent event) {
        if (!ChannelName.Type.of(event.channel()).isEncrypted()) {
            return event;
        }
        try {
            String text = keys.decrypt(ChannelName.of(event.channel()), event.data());
            return new RecordedEvent(event.channel(), event.name(), text, event.excludedSocket());
        } catch (DecryptionException e) {
            // Somebody else's, or no ciphertext at all: a failure shows it as it is, which tells more than an
            // exception.
            return event;
        }
    }
}
