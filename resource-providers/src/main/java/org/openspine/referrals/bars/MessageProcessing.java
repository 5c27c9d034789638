package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** {@code $process-message}: what a message asks is done, and the message kept, all in one transaction. */
final class MessageProcessing {
    private static final String MESSAGE_KEY = "bars-message";
    private static final String REQUEST_KEY = "bars-request";

    private final ResourceRepository repository;
    private final ReceivedRecords records;
    private final Bookings bookings;
    private final Clock clock;

    MessageProcessing(ResourceRepository repository, ReceivedRecords records, Bookings bookings, Clock clock) {
        this.repository = repository;
        this.records = records;
        this.bookings = bookings;
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request, BarsHeaders headers) {
        Message message = Message.read(request.content().json());
        Workflow workflow = message.workflow();
        BusinessKey once = new BusinessKey(
                REQUEST_KEY, (headers.requestId() + "|" + headers.correlationId()).toLowerCase(Locale.ROOT));
        return repository.inTransaction(() -> {
            if (repository.owner(once).isPresent()) {
                throw new SpineException(
                        BarsError.DUPLICATE,
                        "This message has been recognised as having already been successfully processed");
            }
            Map<String, ResourceKey> keys = records.keys(message, workflow);
            perform(message, workflow, keys);
            StoredResource kept = records.keep(message);
            claim(kept.key(), once, message);
            return FhirResponse.of(200, JsonBody.of(ResourceJson.write(reply(message, keys))));
        });
    }

    /** Racing twins: the second one finds the key taken when it commits. A message id may come again with the next step. */
    private void claim(ResourceKey kept, BusinessKey once, Message message) {
        List<BusinessKey> keys = new ArrayList<>(List.of(once));
        if (repository.owner(messageKey(message.id())).isEmpty()) {
            keys.add(messageKey(message.id()));
        }
        repository.claim(kept, keys);
    }

    private static BusinessKey messageKey(String id) {
        String cut = id.length() > 200 ? id.substring(0, 200) : id;
        return new BusinessKey(MESSAGE_KEY, cut.toLowerCase(Locale.ROOT));
    }

    private void perform(Message message, Workflow workflow, Map<String, ResourceKey> keys) {
        switch (workflow.effect()) {
            case CREATE -> storeAll(message, keys);
            case UPDATE -> {
                requireKnownFocus(message, workflow);
                storeAll(message, keys);
            }
            case CANCEL -> cancel(message);
            case BOOK -> book(message, keys);
            case RESPOND -> respond(message, workflow, keys);
        }
    }

    /** Every record of the message: a newer one replaces, an unknown one is added. */
    private void storeAll(Message message, Map<String, ResourceKey> keys) {
        List<String> urls = records.recorded(message);
        repository.lock(urls.stream().map(url -> key(keys, url)).sorted().toList());
        for (String url : urls) {
            ObjectNode record = records.record(message, url, keys);
            Optional<StoredResource> known = repository.lock(key(keys, url)).filter(stored -> !stored.isDeleted());
            if (!isToBeStored(record, known)) {
                continue;
            }
            if (record.path("resourceType").asText().equals(Bookings.TYPE) && known.isPresent()) {
                withSlot(record, message);
                bookings.change(record);
            } else {
                records.store(record, repository.lock(key(keys, url)));
            }
        }
    }

    /** Throws {@link BarsError#CONFLICT} if the receiver changed its copy; false for what the sender did not change since. */
    private boolean isToBeStored(ObjectNode record, Optional<StoredResource> known) {
        if (known.isEmpty()) {
            return true;
        }
        if (Receipt.isChangedHere(known.get(), repository)) {
            throw new SpineException(
                    BarsError.CONFLICT,
                    "The %s was changed here after it was sent; read it and repeat the update"
                            .formatted(known.get().key().type()));
        }
        return Receipt.isNewer(record, known.get().tree());
    }

    private static ResourceKey key(Map<String, ResourceKey> keys, String url) {
        return keys.getOrDefault(url, new ResourceKey("Basic", "none"));
    }

    private StoredResource requireKnownFocus(Message message, Workflow workflow) {
        String id = message.focus().path("id").asText("");
        if (!ResourceKey.isLogicalId(id)) {
            throw SpineException.at(
                    BarsError.REQUIRED, workflow.focusType() + ".id", "is needed: the id given when it was made");
        }
        return repository
                .read(new ResourceKey(workflow.focusType(), id))
                .filter(stored -> !stored.isDeleted())
                .orElseThrow(() ->
                        new SpineException(BarsError.NOT_FOUND, "No %s has this id".formatted(workflow.focusType())));
    }

    private void cancel(Message message) {
        ObjectNode focus = message.focus();
        String status = focus.path("status").asText();
        if (focus.path("resourceType").asText().equals(Bookings.TYPE)) {
            requireKnownFocus(message, Workflow.CANCEL_BOOKING);
            JsonNode reason = focus.path("cancelationReason");
            bookings.cancel(Bookings.key(focus), status, reason.isObject() ? Optional.of(reason) : Optional.empty());
            return;
        }
        ResourceKey key = requireKnownFocus(message, Workflow.CANCEL_REQUEST).key();
        StoredResource current = repository.lock(key).orElseThrow();
        ObjectNode tree = current.tree();
        if (!tree.path("status").asText().equals("active")) {
            throw new SpineException(BarsError.CONFLICT, "The ServiceRequest is not currently active");
        }
        tree.put("status", status);
        JsonNode reason = focus.path("reasonCode");
        if (reason.isArray() && !reason.isEmpty()) {
            tree.set("reasonCode", reason);
        }
        records.store(tree, Optional.of(current));
    }

    private void book(Message message, Map<String, ResourceKey> keys) {
        String url = message.entries().entrySet().stream()
                .filter(entry -> entry.getValue() == message.focus())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        ObjectNode appointment = records.record(message, url, keys);
        withSlot(appointment, message);
        bookings.book(appointment);
    }

    /** The slot: by the id of the Slot sent, by the uuid of its entry, or as the appointment refers to it. */
    private static void withSlot(ObjectNode appointment, Message message) {
        JsonNode reference = message.focus().path("slot").path(0);
        if (reference.isMissingNode() && message.of(SlotBooking.TYPE).isEmpty()) {
            return;
        }
        Optional<ObjectNode> sent = message.resolve(reference)
                .or(() -> message.of(SlotBooking.TYPE).stream().findFirst());
        String text = reference.path("reference").asText("");
        String id = sent.flatMap(slot -> Elements.text(slot.path("id")))
                .or(() -> sent.flatMap(slot -> urlOf(slot, message)).map(MessageProcessing::uuid))
                .or(() -> Elements.idOf(text, SlotBooking.TYPE))
                .orElse(uuid(text));
        if (!ResourceKey.isLogicalId(id)) {
            throw SpineException.at(BarsError.INVARIANT, "Appointment.slot", "does not name a Slot");
        }
        ArrayNode slots = appointment.putArray("slot");
        slots.addObject().put("reference", SlotBooking.TYPE + "/" + id);
    }

    private static Optional<String> urlOf(ObjectNode resource, Message message) {
        return message.entries().entrySet().stream()
                .filter(entry -> entry.getValue() == resource)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String uuid(String url) {
        return url.replaceFirst("^urn:uuid:", "");
    }

    private void respond(Message message, Workflow workflow, Map<String, ResourceKey> keys) {
        String answered = message.answered();
        if (repository.owner(messageKey(answered)).isEmpty()) {
            throw new SpineException(BarsError.NOT_FOUND, "The message that this one answers is not known here");
        }
        if (workflow == Workflow.VALIDATION_RESULT) {
            storeAll(message, keys);
        }
    }

    /** The message again, header and focus first, with the ids that its resources have here. */
    private ObjectNode reply(Message message, Map<String, ResourceKey> keys) {
        ObjectNode reply = Elements.resource("Bundle");
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        reply.put("id", UUID.randomUUID().toString());
        ObjectNode meta = reply.putObject("meta");
        meta.put("lastUpdated", now);
        meta.putArray("profile").add("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Bundle");
        reply.put("type", "message").put("timestamp", now);
        ArrayNode entries = reply.putArray("entry");
        List<String> order = new ArrayList<>(message.entries().keySet());
        order.sort((left, right) -> Integer.compare(rank(message, left), rank(message, right)));
        for (String url : order) {
            ObjectNode resource =
                    message.entries().getOrDefault(url, Elements.object()).deepCopy();
            resource.put("id", key(keys, url).id());
            ObjectNode entry = entries.addObject();
            if (!url.startsWith("#")) {
                entry.put("fullUrl", url);
            }
            entry.set("resource", resource);
        }
        return reply;
    }

    private static int rank(Message message, String url) {
        ObjectNode resource = message.entries().getOrDefault(url, Elements.object());
        return resource == message.header() ? 0 : resource == message.focus() ? 1 : 2;
    }
}
