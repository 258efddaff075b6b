package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Collects one answer after the other. For use on one event loop only. */
final class ResponseBuilder {

    private final ByteWriter body = new ByteWriter();
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private int status;
    private int maxBody;

    /** Forgets the last answer. */
    void expect(int maxBody) {
        this.maxBody = maxBody;
        body.clear();
        headers = EmptyHttpHeaders.INSTANCE;
        status = 0;
    }

    void head(int status, HttpHeaders headers) {
        this.status = status;
        this.headers = headers;
    }

    /** Keeps what there is room for. */
    void body(ByteBuf part) {
        body.write(part, Math.min(part.readableBytes(), maxBody - body.length()));
    }

    /** The status; 0 as long as there is none. */
    int status() {
        return status;
    }

    /**
     * The answer, as far as it has come.
     *
     * @throws IOException if its body is compressed in a way that is not known, or badly, and the status is no refusal
     */
    HttpResponse response() throws IOException {
        return new HttpResponse(status, headers, text());
    }

    private String text() throws IOException {
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding == null || body.length() == 0) {
            return new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
        }
        return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
            case "gzip", "x-gzip" -> unzipped();
            default ->
                unreadable(new HttpProtocolException("The answer's Content-Encoding is " + encoding
                        + ", which it was not asked for; only gzip is known"));
        };
    }

    /** No more than may be kept of it: a few bytes could become very many. */
    private String unzipped() throws IOException {
        byte[] plain = new byte[0];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.array(), 0, body.length()))) {
            plain = in.readNBytes(maxBody);
        } catch (EOFException e) {
            // Longer than what is kept, so that its end was dropped.
            if (body.length() < maxBody) {
                return unreadable(e);
            }
        } catch (IOException e) {
            return unreadable(e);
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** A refusal is believed without its words. */
    private String unreadable(IOException cause) throws IOException {
        if (status >= 300) {
            return "";
        }
        throw cause;
    }
}
