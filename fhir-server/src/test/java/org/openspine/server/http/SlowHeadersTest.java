package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SECURITY section 10: headers come within a time, or the connection is closed. */
class SlowHeadersTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.addBean(new SlowHeaders(connector, Duration.ofMillis(300)));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"})
    void aConnectionWhoseHeadersTrickleIsClosed(String before) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(before.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            if (!before.isEmpty()) {
                assertThat(socket.getInputStream().read(new byte[8_192])).isPositive();
            }
            out.write("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(closed(socket, out)).isTrue();
        }
    }

    private static boolean closed(Socket socket, OutputStream out) {
        try {
            return LimitsIT.trickle(socket, out).isEmpty();
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
