/** What of the current request matters for publishing: which subscriber's connection it comes from. */
@NullMarked
package io.pushcast.spring.web;

import org.jspecify.annotations.NullMarked;
