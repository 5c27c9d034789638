package org.openspine.server.http;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client takes too long over the headers of a request. The idle time-out of a connection begins
 * anew with every byte, so that a byte now and then would hold it for ever.
 */
final class SlowHeaders extends AbstractLifeCycle {
    private final ServerConnector connector;
    private final Duration longest;
    private final Map<EndPoint, Reading> reading = new IdentityHashMap<>();

    /**
     * @param since nanoseconds when bytes of a header were first seen; 0 while there are none
     * @param bytes that had come when the last request was done
     */
    private record Reading(long requests, long bytes, long since) {}

    SlowHeaders(ServerConnector connector, Duration longest) {
        this.connector = connector;
        this.longest = longest;
    }

    @Override
    protected void doStart() {
        next();
    }

    private void next() {
        Scheduler scheduler = connector.getScheduler();
        scheduler.schedule(this::look, Math.max(1, longest.toMillis() / 10), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        reading.keySet().retainAll(connector.getConnectedEndPoints());
        connector.getConnectedEndPoints().forEach(endPoint -> look(endPoint, now));
        next();
    }

    private void look(EndPoint endPoint, long now) {
        Connection connection = http(endPoint);
        if (connection == null || connection.getMessagesIn() != connection.getMessagesOut()) {
            reading.remove(endPoint); // not begun, or busy with a request whose headers are there
            return;
        }
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        Reading known = reading.get(endPoint);
        if (known == null || known.requests() != requests) {
            reading.put(endPoint, new Reading(requests, requests == 0 ? 0 : bytes, 0));
        } else if (bytes > known.bytes() && known.since() == 0) {
            reading.put(endPoint, new Reading(requests, known.bytes(), now));
        } else if (known.since() != 0 && now - known.since() > longest.toNanos()) {
            reading.remove(endPoint);
            endPoint.close();
        }
    }

    private static @org.jspecify.annotations.Nullable Connection http(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        return connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    }
}
