package io.pushcast.spring.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers clients that ask for a channel, on Spring MVC. */
@RestController
class ChannelAuthController {

    private final ChannelAuthorization authorization;

    ChannelAuthController(ChannelAuthorization authorization) {
        this.authorization = authorization;
    }

    /** Asynchronous only if the rule is: an answer that is there already needs no second dispatch. */
    @PostMapping(path = "${pushcast.auth.path:/pusher/auth}", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Object authorize(HttpServletRequest request) {
        CompletableFuture<?> answer = authorization
                .handle(form(request), request.getUserPrincipal())
                .thenApply(Responses::of)
                .toCompletableFuture();
        return answer.isDone() ? answer.join() : answer;
    }

    private static Map<String, List<String>> form(HttpServletRequest request) {
        Map<String, List<String>> form = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> form.put(name, List.of(values)));
        return form;
    }
}
