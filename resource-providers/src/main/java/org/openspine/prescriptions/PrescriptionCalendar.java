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

    /** Looks after what is due now, up to a hundred; returns how many that were. Each is a transaction of its own. */
    public int moveDue() {
        List<String> due = store.due(AT_ONCE);
        for (String stem : due) {
            repository.inTransaction(() -> move(stem));
        }
        return due.size();
    }

    boolean move(String stem) {
        Optional<PrescriptionStore.Held> held = store.lock(stem);
        Optional<PrescriptionStore.Held> changed =
                held.filter(known -> !known.now().equals(known.stored()));
        changed.ifPresent(known -> store.save(known, known.now(), List.of()));
        store.relist(stem, held.map(PrescriptionStore.Held::now));
        return changed.isPresent();
    }
}
