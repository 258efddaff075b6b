package io.pushcast.examples.inventory;

import io.pushcast.quarkus.test.EmbeddedPusherResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, of the application as it is delivered, in a process of its own. */
@QuarkusIntegrationTest
@QuarkusTestResource(Postgres.class)
@QuarkusTestResource(value = Production.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = EmbeddedPusherResource.class, restrictToAnnotatedClass = true)
class InventoryJarIT extends InventoryIT {}
