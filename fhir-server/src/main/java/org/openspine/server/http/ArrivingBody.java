package org.openspine.server.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes over the wire, still packed. Less than 1 KiB for each second that somebody waited for it is too slow: the
 * read fails with a {@link TimeoutException}. Jetty's own minimum rate also counts the time in which nobody reads, so that a
 * busy server blames its clients.
 */
final class ArrivingBody extends Request.Wrapper {
    static final String ATTRIBUTE = ArrivingBody.class.getName();

    private static final int BYTES_PER_SECOND = 1 << 10;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long bytes;
    private long waitedNanos;
    private long waitingSince;
    private boolean waiting;
    private volatile Content.@Nullable Chunk failure;

    ArrivingBody(Request request) {
        super(request);
        request.setAttribute(ATTRIBUTE, this);
    }

    static boolean isSent(Request request) {
        return request.getLength() != 0
                && (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** How many bytes have come so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public Content.Chunk read() {
        if (failure != null) {
            return failure;
        }
        long now = System.nanoTime();
        if (waiting) {
            waitedNanos += now - waitingSince;
        }
        Content.Chunk chunk = super.read();
        waiting = chunk == null;
        waitingSince = now;
        if (chunk == null || !Content.Chunk.isFailure(chunk)) {
            bytes += chunk == null ? 0 : chunk.remaining();
            if (isTooSlow() && (chunk == null || !chunk.isLast())) {
                if (chunk != null) {
                    chunk.release();
                }
                failure = tooSlow();
                return failure;
            }
        }
        return chunk;
    }

    /** Whoever waits hears of it too when nothing comes at all. */
    @Override
    public void demand(Runnable arrived) {
        AtomicBoolean told = new AtomicBoolean();
        Runnable late = () -> {
            if (told.compareAndSet(false, true)) {
                failure = tooSlow(); // whatever comes now: the demand below is still out, and there is no second one
                arrived.run();
            }
        };
        Scheduler.Task alarm = getComponents().getScheduler().schedule(late, millisLeft(), TimeUnit.MILLISECONDS);
        super.demand(() -> {
            alarm.cancel();
            if (told.compareAndSet(false, true)) {
                arrived.run();
            }
        });
    }

    private static Content.Chunk tooSlow() {
        return Content.Chunk.from(new TimeoutException("less than 1 KiB of the body in a second"), true);
    }

    private boolean isTooSlow() {
        return waitedNanos > allowedNanos();
    }

    /** How long somebody may have waited for what has come so far. */
    private long allowedNanos() {
        return Math.max(GRACE_NANOS, TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND);
    }

    private long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, allowedNanos() - waitedNanos)) + 1;
    }
}
