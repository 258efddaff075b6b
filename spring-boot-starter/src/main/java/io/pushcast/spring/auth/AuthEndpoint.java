package io.pushcast.spring.auth;

import io.pushcast.auth.AuthResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What answers a client's form, whatever web stack brings it. */
interface AuthEndpoint {

    /**
     * The answer. The stage never completes exceptionally.
     *
     * @param form the form's fields, decoded; of each, all values that were sent
     * @param user who sent it, as the request says; null for nobody
     */
    CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable Principal user);
}
