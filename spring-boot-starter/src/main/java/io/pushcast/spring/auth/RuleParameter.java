package io.pushcast.spring.auth;

import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/** One parameter of a method that decides about channels: where its argument comes from. */
interface RuleParameter {

    /** The argument; null if there is none for this request, which then is refused. */
    @Nullable
    Object argument(ChannelRequest<Principal> request);

    /**
     * Where the argument for this parameter comes from.
     *
     * @throws PushcastConfigurationException if nothing could ever be given for it
     */
    static RuleParameter of(MethodParameter parameter, List<ChannelPattern> patterns, ConversionService conversion) {
        Class<?> type = parameter.getParameterType();
        if (Principal.class.isAssignableFrom(type)) {
            return request -> type.isInstance(request.user()) ? request.user() : null;
        }
        if (type == ChannelName.class) {
            return ChannelRequest::channel;
        }
        if (type == SocketId.class) {
            return ChannelRequest::socketId;
        }
        if (type == ChannelRequest.class) {
            return request -> request;
        }
        return ChannelParameter.of(parameter, patterns, conversion);
    }

    /** A parameter of the pattern, in the type that the method wants. */
    record ChannelParameter(String name, TypeDescriptor type, ConversionService conversion) implements RuleParameter {

        private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

        static RuleParameter of(
                MethodParameter parameter, List<ChannelPattern> patterns, ConversionService conversion) {
            String name = parameter.getParameterName();
            if (name == null) {
                throw wrong(
                        parameter,
                        "has parameters without names",
                        "Compile it with the option -parameters, as Spring Boot's own plugins do.");
            }
            for (ChannelPattern pattern : patterns) {
                if (!pattern.parameters().contains(name)) {
                    throw wrong(
                            parameter,
                            "has the parameter '" + name + "', and the pattern '" + pattern + "' has "
                                    + (pattern.parameters().isEmpty()
                                            ? "no parameters"
                                            : String.join(", ", pattern.parameters())),
                            "Name parameters of the method like those of the pattern, or let them be a Principal,"
                                    + " ChannelName, SocketId or ChannelRequest.");
                }
            }
            TypeDescriptor type = new TypeDescriptor(parameter);
            if (!conversion.canConvert(STRING, type)) {
                throw wrong(
                        parameter,
                        "has the parameter '" + name + "' of type " + type + ", and nothing converts a text to that",
                        "Let it be a String, or register a Converter<String, …> for its type.");
            }
            return new ChannelParameter(name, type, conversion);
        }

        @Override
        public @Nullable Object argument(ChannelRequest<Principal> request) {
            return request.parameter(name, this::convert);
        }

        private @Nullable Object convert(String text) {
            try {
                return conversion.convert(text, STRING, type);
            } catch (ConversionException e) {
                // How a conversion says to the endpoint that it does not take a text.
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        private static PushcastConfigurationException wrong(MethodParameter parameter, String what, String action) {
            return new PushcastConfigurationException(
                    "The @AuthorizeChannel method " + Methods.describe(parameter.getExecutable()) + " " + what + ".",
                    action);
        }
    }
}
