package io.pushcast.spring.test;

import io.pushcast.PushcastBuilder;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.Limits;
import io.pushcast.spring.PushcastBuilderCustomizer;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;

/** What the publisher of the app without a name would be made of, as far as it matters until a message is recorded. */
record RecordedSettings(
        EventMappings mappings,
        JsonCodec json,
        ObjectProvider<Limits> limits,
        ObjectProvider<EncryptionKeys> encryption,
        ObjectProvider<PushcastBuilderCustomizer> customizers)
        implements UnaryOperator<PushcastBuilder> {

    @Override
    public PushcastBuilder apply(PushcastBuilder builder) {
        builder.mappings(mappings).json(json);
        limits.ifUnique(builder::limits);
        encryption.ifUnique(builder::encryption);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder;
    }
}
