/** What Spring Security has to know of the endpoints, where it is present. */
@NullMarked
package io.pushcast.spring.security;

import org.jspecify.annotations.NullMarked;
