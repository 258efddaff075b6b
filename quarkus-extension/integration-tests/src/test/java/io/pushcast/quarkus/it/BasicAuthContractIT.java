package io.pushcast.quarkus.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.Base64;

@QuarkusTest
class BasicAuthContractIT extends ContractCase {

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8)));
    }
}
