/** The least application. */
package io.pushcast.quarkus.startup;
