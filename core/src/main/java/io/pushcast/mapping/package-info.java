/** Says where events go: annotations and functions in, routes out. */
@NullMarked
package io.pushcast.mapping;

import org.jspecify.annotations.NullMarked;
