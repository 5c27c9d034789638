package org.openspine.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openspine.api.BackgroundWork;
import org.openspine.server.http.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every half minute whether the TLS files were replaced. */
final class TlsReload {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
    private static final long EVERY_SECONDS = 30;

    private TlsReload() {}

    static BackgroundWork.Running start(Tls tls) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread thread = new Thread(() -> watch(tls, stopped), "tls-reload");
        thread.setDaemon(true);
        thread.start();
        return stopped::countDown;
    }

    private static void watch(Tls tls, CountDownLatch stopped) {
        long seen = tls.changed();
        try {
            while (!stopped.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                long changed = tls.changed();
                if (changed != seen) {
                    seen = changed;
                    reload(tls);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reload(Tls tls) {
        try {
            tls.reload();
            LOG.info("The TLS certificate was read again");
        } catch (Tls.UnusableException unusable) {
            LOG.error("{}", unusable.getMessage());
        }
    }
}
