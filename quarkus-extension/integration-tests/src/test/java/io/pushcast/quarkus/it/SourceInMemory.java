package io.pushcast.quarkus.it;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A source that is in no file. */
final class SourceInMemory extends SimpleJavaFileObject {

    private final String text;

    SourceInMemory(String text) {
        super(URI.create("string:///Snippets.java"), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
