/** What the card of the Dev UI asks the running application. Part of it in dev mode only. */
@NullMarked
package io.pushcast.quarkus.runtime.devui;

import org.jspecify.annotations.NullMarked;
