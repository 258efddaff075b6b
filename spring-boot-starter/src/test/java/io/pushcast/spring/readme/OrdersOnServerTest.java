package io.pushcast.spring.readme;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.testing.EmbeddedPusher;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;

@ContextConfiguration(classes = ReadmeIT.Application.class)
@TestPropertySource(properties = {"spring.datasource.generate-unique-name=true", "pushcast.outbox.enabled=true"})
@Sql(statements = "create table orders (id varchar(20) primary key, customer varchar(20), total decimal(10, 2))")
// README
@SpringBootTest
class OrdersOnServerTest {

    @Autowired
    OrderService orders;

    @Autowired
    Pushcast pushcast;

    @Autowired
    EmbeddedPusher server;

    @Test
    void onlyTheCustomerSeesTheOrder() {
        orders.place("o-1", "c-7", new BigDecimal("19.90"));

        assertThat(server).eventually().received().on("private-orders.c-7").named("order-placed");
        pushcast.flush().toCompletableFuture().join();
        assertThat(server).receivedNothingOn("private-orders.c-8");
    }
}
// README
