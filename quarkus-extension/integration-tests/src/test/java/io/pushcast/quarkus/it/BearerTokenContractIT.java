package io.pushcast.quarkus.it;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** With the tokens of an OpenID Connect provider. */
@QuarkusTest
@QuarkusTestResource(TokenKeys.class)
class BearerTokenContractIT extends ContractCase {

    @ConfigProperty(name = TokenKeys.PRIVATE_KEY)
    String key;

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        String token = Jwt.upn(user)
                .groups(user.equals("alice") ? "acme" : "globex")
                .expiresIn(60)
                .sign(signingKey());
        request.header("Authorization", "Bearer " + token);
    }

    private PrivateKey signingKey() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
