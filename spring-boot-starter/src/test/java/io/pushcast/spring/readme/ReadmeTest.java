package io.pushcast.spring.readme;

import io.pushcast.testing.CompiledSnippetsContract;

class ReadmeTest extends CompiledSnippetsContract {

    ReadmeTest() {
        super("README.md", "../docs/spring-boot.md");
    }
}
