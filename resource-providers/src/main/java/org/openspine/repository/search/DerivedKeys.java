package org.openspine.repository.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * Index rows beside those of the search parameters, by which a service finds resources of one type in its own way. Derived with
 * every write, whichever API it comes from. Each row costs every write and every load: few and short.
 */
public interface DerivedKeys {
    /** The resource type whose rows these are. */
    String type();

    /**
     * Number of the rule by which keys are made. Whoever changes the rule raises it; records that older programs stored then get new
     * keys in the background ({@link org.openspine.repository.Reindexing}).
     */
    int rule();

    /** The keys of a resource that is about to be stored. Pure; never throws for content that may be stored. */
    Collection<IndexValue> of(ObjectNode resource);
}
