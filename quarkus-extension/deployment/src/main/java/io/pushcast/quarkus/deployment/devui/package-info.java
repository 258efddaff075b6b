/** The extension's card of the Dev UI. */
@NullMarked
package io.pushcast.quarkus.deployment.devui;

import org.jspecify.annotations.NullMarked;
