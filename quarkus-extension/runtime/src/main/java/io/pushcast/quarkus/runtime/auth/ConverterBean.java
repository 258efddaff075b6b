package io.pushcast.quarkus.runtime.auth;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.Converter;

/** Converts by a bean of the application. What that makes nothing of is refused. */
final class ConverterBean implements Function<String, Object> {

    private final String identifier;

    ConverterBean(String identifier) {
        this.identifier = identifier;
    }

    @Override
    public Object apply(String text) {
        ArcContainer beans = Arc.requireContainer();
        Converter<?> converter =
                beans.instance(beans.<Converter<?>>bean(identifier)).get();
        Object value = Objects.requireNonNull(converter, identifier).convert(text);
        if (value == null) {
            throw new IllegalArgumentException("It converts to nothing");
        }
        return value;
    }
}
