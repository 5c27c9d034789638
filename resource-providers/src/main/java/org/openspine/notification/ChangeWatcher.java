package org.openspine.notification;

import java.util.List;
import java.util.Set;
import org.openspine.repository.ChangeLog.Change;

/** Somebody who acts on changes of the record, whichever API made them: once for each, soon after it. */
public interface ChangeWatcher {
    /** The resource types it watches. */
    Set<String> types();

    /** Called with changes of these types, none of them a deletion, in a transaction that ends with their being seen. */
    void changed(List<Change> changes);
}
