package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Writes requests as bytes. What all requests have in common is written once, here. */
final class RequestEncoder {

    private final byte[] beforeTarget;
    private final byte[] afterTarget;

    RequestEncoder(HttpClientSettings settings) {
        boolean forwarded = settings.proxyHost != null && !settings.tls;
        String authority = Origin.authority(settings);
        this.beforeTarget = bytes(forwarded ? "http://" + authority : "");
        StringBuilder common = new StringBuilder(" HTTP/1.1\r\nHost: ").append(authority);
        common.append("\r\nAccept: */*\r\n");
        settings.headers.forEach(
                (name, value) -> common.append(name).append(": ").append(value).append("\r\n"));
        String authorization = Origin.proxyAuthorization(settings);
        if (forwarded && authorization != null) {
            common.append("Proxy-Authorization: ").append(authorization).append("\r\n");
        }
        if (settings.keepAlive.isZero()) {
            common.append("Connection: close\r\n");
        }
        this.afterTarget = bytes(common.toString());
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Writes a request into one buffer.
     *
     * @param head scratch space
     * @param body scratch space
     */
    ByteBuf encode(HttpRequest request, ByteWriter head, ByteWriter body, ByteBufAllocator allocator) {
        head.clear();
        body.clear();
        boolean hasBody = request.writeBody(body);
        head.ascii(request.method()).write(' ').write(beforeTarget);
        int start = head.length();
        request.writeTarget(head, body);
        checkTarget(head, start);
        head.write(afterTarget);
        request.writeHeaders(new HeaderWriter(head));
        if (hasBody) {
            head.ascii("Content-Length: ").decimal(body.length()).write('\r').write('\n');
        }
        head.write('\r').write('\n');
        int length = hasBody ? body.length() : 0;
        ByteBuf encoded = allocator.directBuffer(head.length() + length);
        encoded.writeBytes(head.array(), 0, head.length());
        encoded.writeBytes(body.array(), 0, length);
        return encoded;
    }

    /** A target with a line break could smuggle in another request. */
    private static void checkTarget(ByteWriter head, int start) {
        byte[] bytes = head.array();
        boolean bad = start == head.length() || bytes[start] != '/';
        for (int i = start; i < head.length(); i++) {
            bad |= bytes[i] <= ' ' || bytes[i] == 0x7f;
        }
        if (bad) {
            throw new IllegalArgumentException(
                    "The target of a request must begin with a slash and be ASCII without spaces and control characters");
        }
    }
}
