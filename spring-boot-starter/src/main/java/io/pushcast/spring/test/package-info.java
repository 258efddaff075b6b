/** Tests of applications: what they publish is recorded, and sent nowhere. */
@NullMarked
package io.pushcast.spring.test;

import org.jspecify.annotations.NullMarked;
