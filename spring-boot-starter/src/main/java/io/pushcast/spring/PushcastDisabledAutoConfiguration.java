package io.pushcast.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/**
 * With {@code pushcast.enabled=false}: publishers that do nothing, for what injects them. They accept what is published and send it
 * nowhere. They give way to publishers of the application's own, and are made only if something wants one.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "pushcast.enabled", havingValue = false)
@Import(DisabledPublishers.class)
public final class PushcastDisabledAutoConfiguration {}
