package io.pushcast.quarkus.startup;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers, so that it is seen that the application runs. */
@Path("/hello")
public class Greeting {

    /** The greeting. */
    @GET
    public String hello() {
        return "hello";
    }
}
