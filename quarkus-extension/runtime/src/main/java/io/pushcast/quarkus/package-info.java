/** What applications use of Pushcast's Quarkus extension beyond Pushcast itself. */
@NullMarked
package io.pushcast.quarkus;

import org.jspecify.annotations.NullMarked;
