package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;

/** With the cookie that a login form gives. */
@QuarkusTest
class FormLoginContractIT extends ContractCase {

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        String credential = given().redirects()
                .follow(false)
                .formParam("j_username", user)
                .formParam("j_password", "secret")
                .post("/j_security_check")
                .then()
                .statusCode(302)
                .extract()
                .cookie("quarkus-credential");
        request.header("Cookie", "quarkus-credential=" + credential);
    }
}
