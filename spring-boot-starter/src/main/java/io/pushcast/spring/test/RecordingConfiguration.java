package io.pushcast.spring.test;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.event.TransactionBinding;
import io.pushcast.testing.DiscardingTransport;
import io.pushcast.testing.RecordingPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The recorder, made of what the application's own publisher would be made of, and all others that record there too. */
@Configuration(proxyBeanMethods = false)
@Import(RecordedSettings.class)
class RecordingConfiguration {

    @Bean
    @Primary
    RecordingPublisher pushcastRecordingPublisher(RecordedSettings settings) {
        return RecordingPublisher.create(builder -> settings.apply(builder).name("recording-publisher"));
    }

    /** For beans that want a {@link Pushcast}, and not any publisher, if the application makes none itself. */
    @Bean
    @Fallback
    Pushcast pushcastThatRecords(RecordedSettings settings) {
        return settings.apply(Pushcast.builder()
                        // Nothing comes to it; but a publisher must have one.
                        .transport(new DiscardingTransport()))
                // Meters are by name, and a customizer may give one to both.
                .name("recording-pushcast")
                .build();
    }

    /** First, and so below whatever else the application wraps. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    PushcastBuilderCustomizer recordingPushcast(ObjectProvider<RecordingPublisher> recorder) {
        return new RecordingCustomizer(recorder);
    }

    /** Has the transaction of a test count for nothing. */
    @Bean
    static BeanPostProcessor pushcastTestTransactions() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return bean instanceof TransactionBinding binding ? new TestTransactionBinding(binding) : bean;
            }
        };
    }

    /** Has the publishers of apps with and without a name record, and send nothing. */
    private record RecordingCustomizer(ObjectProvider<RecordingPublisher> recorder)
            implements PushcastBuilderCustomizer {

        @Override
        public void customize(PushcastBuilder builder) {
            builder.wrapSink(delivery -> message -> recorder.getObject().sink().accept(message));
        }

        @Override
        public void customize(PushcastBuilder builder, String app) {
            customize(builder);
        }
    }

    /** Binds messages to transactions but those of tests, without regard to the outbox, which stores nothing here. */
    private record TestTransactionBinding(TransactionBinding binding) implements PushcastBuilderCustomizer {

        @Override
        public void customize(PushcastBuilder builder) {
            builder.wrapSink(recorder -> {
                var bound = binding.around(recorder);
                return message -> TestTransactions.isCurrent() ? recorder.accept(message) : bound.accept(message);
            });
        }

        @Override
        public void customize(PushcastBuilder builder, String app) {
            customize(builder);
        }
    }
}
