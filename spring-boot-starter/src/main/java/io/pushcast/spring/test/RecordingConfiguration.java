package io.pushcast.spring.test;

import io.pushcast.Pushcast;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.MessageSink;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.event.TransactionBinding;
import io.pushcast.testing.RecordingPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.util.ClassUtils;

/** The recorder, made of what the application's own publisher would be made of. */
@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {

    @Bean
    @Primary
    RecordingPublisher pushcastRecordingPublisher(
            EventMappings mappings,
            JsonCodec json,
            ObjectProvider<PusherApp> app,
            ObjectProvider<EncryptionKeys> encryption) {
        return RecordingPublisher.create(builder -> {
            builder.mappings(mappings).json(json).wrapSink(RecordingConfiguration::bound);
            app.ifUnique(known -> builder.limits(known.server().limits()));
            encryption.ifUnique(builder::encryption);
            return builder;
        });
    }

    private static MessageSink bound(MessageSink recorder) {
        boolean hasTransactions = ClassUtils.isPresent(
                "org.springframework.transaction.support.TransactionSynchronizationManager",
                Pushcast.class.getClassLoader());
        if (!hasTransactions) {
            return recorder;
        }
        MessageSink bound = TransactionBinding.around(recorder);
        return message -> TestTransactions.isCurrent() ? recorder.accept(message) : bound.accept(message);
    }
}
