package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.openspine.referrals.Elements;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/**
 * What a record remembers of the message that brought it, so that an update can be compared with it (11.5): when its sender had last
 * changed it, and which version that became here. A version that came otherwise is a change by the receiver.
 */
final class Receipt {
    private static final String URL = "https://openspine.org/fhir/StructureDefinition/bars-receipt";
    private static final String SENT = "sent";
    private static final String VERSION = "version";

    private Receipt() {}

    /** Notes when the sender changed the resource, as its {@code meta.lastUpdated} says. */
    static void sent(ObjectNode record) {
        Elements.text(record.path("meta").path("lastUpdated"))
                .flatMap(SlotBooking::instant)
                .ifPresent(time -> part(record, SENT).put("valueInstant", time.toString()));
    }

    /** Notes the version that is about to be stored. */
    static void stored(ObjectNode record, long version) {
        part(record, VERSION).put("valueInteger", Math.toIntExact(version));
    }

    /** A record as it is shown: what only this server needs to remember is left out. */
    static ObjectNode without(StoredResource stored) {
        ObjectNode shown = stored.tree();
        Elements.removeExtension(shown, URL);
        return shown;
    }

    /** Keeps what was remembered for a next version that came without it. */
    static void carry(JsonNode current, ObjectNode next) {
        JsonNode receipt = Elements.extension(current, URL);
        if (!receipt.isMissingNode() && Elements.extension(next, URL).isMissingNode()) {
            next.withArray("extension").add(receipt.deepCopy());
        }
    }

    private static ObjectNode part(ObjectNode record, String name) {
        if (Elements.extension(record, URL).isMissingNode()) {
            record.withArray("extension").addObject().put("url", URL).putArray("extension");
        }
        ObjectNode receipt = (ObjectNode) Elements.extension(record, URL);
        if (Elements.extension(receipt, name).isMissingNode()) {
            receipt.withArray("extension").addObject().put("url", name);
        }
        return (ObjectNode) Elements.extension(receipt, name);
    }

    /** Whether what is sent is newer than what the sender said last; what tells no time is. */
    static boolean isNewer(JsonNode sent, JsonNode stored) {
        Optional<Instant> before = time(stored);
        Optional<Instant> now = time(sent);
        return before.isEmpty() || now.isEmpty() || now.get().isAfter(before.get());
    }

    private static Optional<Instant> time(JsonNode record) {
        return Elements.text(Elements.extension(Elements.extension(record, URL), SENT)
                        .path("valueInstant"))
                .flatMap(SlotBooking::instant);
    }

    /** Whether the receiver changed its copy after a message brought it. */
    static boolean isChangedHere(StoredResource current, ResourceRepository repository) {
        JsonNode version = Elements.extension(Elements.extension(current.tree(), URL), VERSION);
        if (!version.isMissingNode()) {
            return version.path("valueInteger").asLong() != current.version();
        }
        return current.version() > 1
                && repository
                        .vread(current.key(), 1)
                        .filter(first -> !first.isDeleted()
                                && !Elements.extension(first.tree(), URL).isMissingNode())
                        .isPresent();
    }
}
