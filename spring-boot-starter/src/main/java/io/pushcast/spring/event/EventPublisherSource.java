package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.spring.PushcastConfigurationException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The one publisher to which the application's events go. */
final class EventPublisherSource implements Supplier<EventPublisher> {

    private final ObjectProvider<EventPublisher> publishers;
    private final ListableBeanFactory beans;

    EventPublisherSource(ObjectProvider<EventPublisher> publishers, ListableBeanFactory beans) {
        this.publishers = publishers;
        this.beans = beans;
    }

    /** @throws PushcastConfigurationException if it is not clear which one */
    @Override
    public EventPublisher get() {
        EventPublisher publisher = publishers.getIfUnique();
        if (publisher == null) {
            throw new PushcastConfigurationException(
                    "An event that is mapped was published by Spring's ApplicationEventPublisher, and it is not clear"
                            + " through which publisher it is to go: there is no app without a name, nor a single or"
                            + " @Primary EventPublisher among "
                            + Arrays.toString(
                                    BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, EventPublisher.class))
                            + ".",
                    "Set the app of these events as the one without a name (pushcast.url, say), make its EventPublisher"
                            + " @Primary, or publish the event by the EventPublisher itself.");
        }
        return publisher;
    }
}
