package io.pushcast.spring;

import io.pushcast.resilience.ResilienceSettings;

/**
 * Changes how the {@link ResilienceSettings} are built, beyond what properties say. Beans of this type are called in their order,
 * after the properties have been applied, for each app.
 */
@FunctionalInterface
public interface ResilienceSettingsBuilderCustomizer {

    /** Changes the builder. */
    void customize(ResilienceSettings.Builder builder);
}
