/** What the extension's own endpoints, and publishing within a request, need of HTTP. */
@NullMarked
package io.pushcast.quarkus.runtime.web;

import org.jspecify.annotations.NullMarked;
