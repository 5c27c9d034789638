package org.openspine.api;

import java.time.Duration;
import org.openspine.repository.Reindexing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the index rows of an older program up to date after the start, beside the requests, and then ends. */
public final class ReindexWork implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(ReindexWork.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int RECORDS = 200;
    private static final long TOLD_EVERY = 100_000;

    private final Reindexing reindexing;

    public ReindexWork(Reindexing reindexing) {
        this.reindexing = reindexing;
    }

    @Override
    public Running start() {
        return WorkLoop.start(
                "reindexing",
                PAUSE,
                "Index rows could not be made anew",
                () -> isFinished(reindexing.next(RECORDS)) ? WorkLoop.Next.NEVER : WorkLoop.Next.AT_ONCE);
    }

    private static boolean isFinished(Reindexing.Progress progress) {
        boolean tells = progress.isFinished() ? progress.renewed() > 0 : progress.read() % TOLD_EVERY == 0;
        if (tells) {
            LOG.info(
                    "Index rows of {}: {} records read, {} renewed{}",
                    progress.type(),
                    progress.read(),
                    progress.renewed(),
                    progress.isFinished() ? "; done" : "");
        }
        return progress.isFinished();
    }
}
