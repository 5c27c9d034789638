package org.openspine.notification;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An HTTP/1.1 connection to an address that was checked: the JDK's own clients look a host up by themselves, and could be led
 * elsewhere. Follows no redirect, and reads of an answer no more than 64 KiB. Used by one thread.
 */
final class HookConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int LONGEST_BODY = 64 * 1024;

    private final String authority;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8 * 1024];
    private int position;
    private int filled;
    private boolean reusable = true;

    private HookConnection(String authority, Socket socket) throws IOException {
        this.authority = authority;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static HookConnection open(URI uri, InetAddress address) throws IOException {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            plain.setTcpNoDelay(true);
            return new HookConnection(uri.getRawAuthority(), secure ? secured(plain, uri.getHost(), port) : plain);
        } catch (IOException | RuntimeException failure) {
            plain.close();
            throw failure;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Whether another request may follow on it. */
    boolean isReusable() {
        return reusable && !socket.isClosed();
    }

    /** Sends one request and returns the status of the answer. */
    int send(HookRequest request) throws IOException {
        reusable = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        out.write(request.bytes(authority));
        out.flush();
        String[] head = head(deadline).split("\r?\n");
        int status = status(head[0]);
        long length = status == 204 || status == 304 ? 0 : -1;
        boolean close = false;
        for (int i = 1; i < head.length; i++) {
            String line = head[i].toLowerCase(Locale.ROOT);
            if (line.startsWith("content-length:") && length < 0) {
                length = number(line.substring("content-length:".length()).strip());
            }
            close |= line.startsWith("connection:") && line.contains("close");
        }
        if (!close && length >= 0 && length <= LONGEST_BODY) {
            skip(length, deadline);
            reusable = true;
        }
        return status;
    }

    private String head(long deadline) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newLines = 0;
        while (newLines < 2) {
            int next = read(deadline);
            head.write(next);
            newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
            if (head.size() > LONGEST_HEAD) {
                throw new IOException("The head of the answer is too long");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void skip(long length, long deadline) throws IOException {
        for (long i = 0; i < length; i++) {
            read(deadline);
        }
    }

    private int read(long deadline) throws IOException {
        if (position == filled) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("The answer takes too long");
            }
            socket.setSoTimeout((int) left);
            filled = in.read(buffer);
            position = 0;
            if (filled <= 0) {
                filled = 0;
                throw new EOFException("The connection was closed");
            }
        }
        return buffer[position++] & 0xff;
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
            throw new IOException("The answer is not HTTP");
        }
        return (int) number(parts[1]);
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("The answer is not HTTP", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            reusable = false; // nothing more can be done about it
        }
    }
}
