package org.openspine.prescriptions;

import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.repository.ResourceRepository;

/**
 * Moves prescriptions whose time has come: expired, opened, never claimed. What is due stands in a list, so nothing is
 * scanned; the record is locked before it is looked at, so that of several nodes one does it and the others find it done.
 */
public final class PrescriptionCalendar {
    private static final int AT_ONCE = 100;

    private final ResourceRepository repository;
    private final PrescriptionStore store;

    public PrescriptionCalendar(ResourceRepository repository, PrescriptionStore store) {
        this.repository = repository;
        this.store = store;
    }

    /** Moves what is due now, up to a hundred; returns how many were moved. Each is a transaction of its own. */
    public int moveDue() {
        int moved = 0;
        for (String stem : store.due(AT_ONCE)) {
            moved += repository.inTransaction(() -> move(stem)) ? 1 : 0;
        }
        return moved;
    }

    boolean move(String stem) {
        Optional<PrescriptionStore.Held> held =
                store.lock(stem).filter(known -> !known.now().equals(known.stored()));
        held.ifPresent(known -> store.save(known, known.now(), List.of()));
        return held.isPresent();
    }
}
