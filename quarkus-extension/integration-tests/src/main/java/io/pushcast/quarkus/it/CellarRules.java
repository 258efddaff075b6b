package io.pushcast.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;

/** Inherits its rule. */
@ApplicationScoped
public class CellarRules extends HiddenRules {

    @Override
    int highest() {
        return 100;
    }
}
