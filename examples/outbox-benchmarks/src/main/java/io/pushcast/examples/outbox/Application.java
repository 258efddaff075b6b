package io.pushcast.examples.outbox;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts Spring Boot applications that have a data source and a handler. */
final class Application {

    private Application() {}

    static ConfigurableApplicationContext start(
            Class<?> configuration, DataSource dataSource, MessageHandler handler, Map<String, Object> properties) {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(properties)
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean("dataSource", DataSource.class, () -> dataSource);
                    beans.registerBean("handler", MessageHandler.class, () -> handler);
                })
                .run();
    }
}
