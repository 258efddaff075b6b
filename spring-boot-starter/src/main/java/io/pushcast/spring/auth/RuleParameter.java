package io.pushcast.spring.auth;

import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/** One parameter of a method that decides about callers: where its argument comes from. */
interface RuleParameter {

    /** The argument; null if there is none for this caller, who then is refused. */
    @Nullable
    Object argument(AuthCaller caller);

    /** What to throw about a method, by what is wrong with it and what to do about that. */
    interface Wrong extends BiFunction<String, String, PushcastConfigurationException> {}

    /**
     * Where the argument for this parameter of a method about channels comes from.
     *
     * @throws PushcastConfigurationException if nothing could ever be given for it
     */
    static RuleParameter ofChannel(
            MethodParameter parameter,
            Wrong wrong,
            List<ChannelPattern> patterns,
            ConversionService conversion,
            BeanFactory beans) {
        RuleParameter ofCaller = ofCaller(parameter, beans);
        if (ofCaller != null) {
            return ofCaller;
        }
        Class<?> type = parameter.getParameterType();
        if (type == ChannelName.class) {
            return channel(ChannelRequest::channel);
        }
        if (type == ChannelRequest.class) {
            return channel(request -> request);
        }
        return ChannelParameter.of(parameter, wrong, patterns, conversion);
    }

    /**
     * Where the argument for this parameter of a method about users comes from.
     *
     * @throws PushcastConfigurationException if nothing could ever be given for it
     */
    static RuleParameter ofUser(MethodParameter parameter, Wrong wrong, BeanFactory beans) {
        RuleParameter ofCaller = ofCaller(parameter, beans);
        if (ofCaller == null) {
            throw wrong.apply(
                    "has a parameter of type " + new TypeDescriptor(parameter) + ", for which there is nothing",
                    "Let its parameters be a Principal, an @AuthenticationPrincipal or a SocketId.");
        }
        return ofCaller;
    }

    private static @Nullable RuleParameter ofCaller(MethodParameter parameter, BeanFactory beans) {
        if (SpringSecuritySupport.isAuthenticationPrincipal(parameter)) {
            return SpringSecuritySupport.authenticationPrincipal(parameter, beans);
        }
        Class<?> type = parameter.getParameterType();
        if (Principal.class.isAssignableFrom(type)) {
            return caller -> type.isInstance(caller.user()) ? caller.user() : null;
        }
        return type == SocketId.class ? AuthCaller::socketId : null;
    }

    private static RuleParameter channel(Function<ChannelRequest<Principal>, Object> part) {
        return caller -> part.apply(Objects.requireNonNull(caller.channel(), "channel"));
    }

    /** A parameter of the pattern, in the type that the method wants. */
    record ChannelParameter(String name, TypeDescriptor type, ConversionService conversion) implements RuleParameter {

        private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

        static RuleParameter of(
                MethodParameter parameter, Wrong wrong, List<ChannelPattern> patterns, ConversionService conversion) {
            String name = parameter.getParameterName();
            if (name == null) {
                throw wrong.apply(
                        "has parameters without names",
                        "Compile it with the option -parameters, as Spring Boot's own plugins do.");
            }
            for (ChannelPattern pattern : patterns) {
                if (!pattern.parameters().contains(name)) {
                    throw wrong.apply(
                            "has the parameter '" + name + "', and the pattern '" + pattern + "' has "
                                    + (pattern.parameters().isEmpty()
                                            ? "no parameters"
                                            : String.join(", ", pattern.parameters())),
                            "Name parameters of the method like those of the pattern, or let them be a Principal, an"
                                    + " @AuthenticationPrincipal, a ChannelName, SocketId or ChannelRequest.");
                }
            }
            TypeDescriptor type = new TypeDescriptor(parameter);
            if (!conversion.canConvert(STRING, type)) {
                throw wrong.apply(
                        "has the parameter '" + name + "' of type " + type + ", and nothing converts a text to that",
                        "Let it be a String, or register a Converter<String, …> for its type.");
            }
            return new ChannelParameter(name, type, conversion);
        }

        @Override
        public @Nullable Object argument(AuthCaller caller) {
            return Objects.requireNonNull(caller.channel(), "channel").parameter(name, this::convert);
        }

        private @Nullable Object convert(String text) {
            try {
                return conversion.convert(text, STRING, type);
            } catch (ConversionException e) {
                // How a conversion says to the endpoint that it does not take a text.
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }
}
