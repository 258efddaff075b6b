package io.pushcast.quarkus.it;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Of the request's scope: rules may use such beans, also when they answer later. */
@RequestScoped
public class RequestCaller {

    private final SecurityIdentity identity;

    RequestCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Who sent the request. */
    public String getName() {
        return identity.getPrincipal().getName();
    }
}
