package io.pushcast.http;

/** Writes headers of a request. */
public final class HeaderWriter {

    private final ByteWriter head;

    HeaderWriter(ByteWriter head) {
        this.head = head;
    }

    /**
     * Adds a header.
     *
     * @throws IllegalArgumentException if name or value has characters that a header can't have; the value is not shown
     */
    public HeaderWriter header(String name, String value) {
        check(name, value);
        head.ascii(name).write(':').write(' ').ascii(value).write('\r').write('\n');
        return this;
    }

    static void check(String name, String value) {
        boolean bad = name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            bad |= c <= ' ' || c >= 0x7f || c == ':';
        }
        if (bad) {
            throw new IllegalArgumentException("\"" + name + "\" can't be the name of a header");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c >= 0x7f) {
                throw new IllegalArgumentException("The value of the header " + name + " has the character U+"
                        + String.format("%04X", (int) c) + " at index " + i + "; headers are printable ASCII");
            }
        }
    }
}
