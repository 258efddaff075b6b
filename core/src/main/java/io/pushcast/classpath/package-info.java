/** Checks the versions of the libraries on the class path, which the application's BOMs may have forced. */
@NullMarked
package io.pushcast.classpath;

import org.jspecify.annotations.NullMarked;
