package io.pushcast.spring.readme;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;

import io.pushcast.spring.test.RecordPublications;
import io.pushcast.testing.RecordingPublisher;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

@ContextConfiguration(classes = ReadmeIT.Application.class)
@TestPropertySource(properties = "spring.datasource.generate-unique-name=true")
@Sql(statements = "create table orders (id varchar(20) primary key, customer varchar(20), total decimal(10, 2))")
// README
@SpringBootTest
@RecordPublications
class OrderServiceTest {

    @Autowired
    OrderService orders;

    @Autowired
    RecordingPublisher published;

    @Test
    @Transactional
    void tellsTheCustomer() {
        orders.place("o-1", "c-7", new BigDecimal("19.90"));

        assertThat(published).received().on("private-orders.c-7").named("order-placed");
    }
}
// README
