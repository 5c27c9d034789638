package org.openspine.prescriptions.statusupdate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far an item is, in the words patients read, and whether more may follow. */
enum ItemProgress {
    WITH_PHARMACY("With Pharmacy", Follow.ALWAYS),
    PREPARING_REMAINDER("With Pharmacy - Preparing Remainder", Follow.ALWAYS),
    READY_TO_COLLECT("Ready to Collect", Follow.MAYBE),
    READY_TO_COLLECT_PARTIAL("Ready to Collect - Partial", Follow.ALWAYS),
    COLLECTED("Collected", Follow.NEVER),
    READY_TO_DISPATCH("Ready to Dispatch", Follow.MAYBE),
    READY_TO_DISPATCH_PARTIAL("Ready to Dispatch - Partial", Follow.ALWAYS),
    DISPATCHED("Dispatched", Follow.NEVER),
    NOT_DISPENSED("Not Dispensed", Follow.NEVER);

    /** Whether something must follow. */
    private enum Follow {
        ALWAYS,
        MAYBE,
        NEVER
    }

    private final String code;
    private final Follow follow;

    ItemProgress(String code, Follow follow) {
        this.code = code;
        this.follow = follow;
    }

    String code() {
        return code;
    }

    boolean mayBeCompleted() {
        return follow != Follow.ALWAYS;
    }

    boolean mayGoOn() {
        return follow != Follow.NEVER;
    }

    /** The one of this code, whatever its case. */
    static Optional<ItemProgress> of(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(progress -> progress.code.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst();
    }
}
