/** What an application that uses Pushcast's Quarkus extension has at run time: beans, configuration, the auth route. */
@NullMarked
package io.pushcast.quarkus.runtime;

import org.jspecify.annotations.NullMarked;
