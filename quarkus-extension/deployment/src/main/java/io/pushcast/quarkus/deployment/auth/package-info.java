/** Finds and checks the methods that authorise channels and users, and adds their endpoints. */
@NullMarked
package io.pushcast.quarkus.deployment.auth;

import org.jspecify.annotations.NullMarked;
