package io.pushcast.spring;

import io.pushcast.delivery.DeliverySettings;

/**
 * Changes how the {@link DeliverySettings} are built, beyond what properties say. Beans of this type are called in their order,
 * after the properties have been applied, for each app.
 */
@FunctionalInterface
public interface DeliverySettingsBuilderCustomizer {

    /** Changes the builder. */
    void customize(DeliverySettings.Builder builder);
}
