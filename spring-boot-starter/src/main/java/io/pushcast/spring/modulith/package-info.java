/** Spring Modulith's externalised events, delivered through Pushcast. */
@NullMarked
package io.pushcast.spring.modulith;

import org.jspecify.annotations.NullMarked;
