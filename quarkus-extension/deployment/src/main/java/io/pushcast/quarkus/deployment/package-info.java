/** What Pushcast's Quarkus extension does when an application is built: checks, observers, rules, Dev Services. */
@NullMarked
package io.pushcast.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
