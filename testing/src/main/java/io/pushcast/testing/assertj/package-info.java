/** Assertions, with AssertJ, on what an application published and on whom it lets into which channel. */
@NullMarked
package io.pushcast.testing.assertj;

import org.jspecify.annotations.NullMarked;
