package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The DocumentReference of a file: what it is, for which request, and whether it may be opened. */
public final class Attachment {
    public static final String TYPE = "DocumentReference";

    /** Marks files that wait for their scan; the index of {@code _tag} finds them. */
    public static final String SCAN_TAGS = "https://openspine.org/fhir/CodeSystem/file-scan";

    public static final String TO_SCAN = "to-scan";

    /** Marks records that contain the document of a file, by the id of its Binary. */
    public static final String FILE_TAGS = "https://openspine.org/fhir/CodeSystem/referral-file";

    private static final String TYPES = "https://fhir.nhs.uk/CodeSystem/eRS-AttachmentType";

    private final ObjectNode tree;

    public Attachment(ObjectNode tree) {
        this.tree = tree;
    }

    /** Whether a file may be opened. */
    public enum Availability {
        AVAILABLE,
        PENDING,
        THREATS_FOUND,
        VALIDATION_FAILED;

        public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-AvailabilityStatus";
    }

    /** Who attached it, and to what. */
    public enum Kind {
        REFERRER("Referrer"),
        PROVIDER("Provider"),
        ADVICE_REQUEST("Advice Request"),
        GUIDANCE_RESPONSE("Guidance Response");

        private final String display;

        Kind(String display) {
            this.display = display;
        }
    }

    /** The documents that a record contains. */
    public static List<Attachment> containedIn(JsonNode record) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode contained : record.path("contained")) {
            if (contained instanceof ObjectNode document
                    && document.path("resourceType").asText().equals(TYPE)) {
                found.add(new Attachment(document));
            }
        }
        return found;
    }

    public ObjectNode tree() {
        return tree;
    }

    public String id() {
        return tree.path("id").asText();
    }

    public Optional<String> binary() {
        return Elements.idOf(file().path("url").asText(), "Binary");
    }

    public String title() {
        return file().path("title").asText();
    }

    /** One of which the record says nothing may be opened. */
    public Availability availability() {
        String code = Elements.extension(file(), ErsExtension.AVAILABILITY)
                .path("valueCoding")
                .path("code")
                .asText();
        return Arrays.stream(Availability.values())
                .filter(availability -> availability.name().equals(code))
                .findFirst()
                .orElse(Availability.AVAILABLE);
    }

    public void setAvailability(Availability availability) {
        Elements.setExtension(
                (ObjectNode) file(),
                ErsExtension.AVAILABILITY,
                "valueCoding",
                Elements.coding(Availability.SYSTEM, availability.name()));
    }

    public Optional<Kind> kind() {
        return Elements.coded(tree.path("type"), TYPES).flatMap(code -> Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(code))
                .findFirst());
    }

    public void setKind(Kind kind) {
        tree.set("type", Elements.concept(Elements.coding(TYPES, kind.name(), kind.display)));
    }

    /** The UBRN it was uploaded for. */
    public Optional<String> intendedFor() {
        return Elements.identified(tree.path("identifier"), Elements.UBRN);
    }

    /** The requests it is attached to. */
    public List<String> requests() {
        List<String> ids = new ArrayList<>();
        tree.path("context").path("related").forEach(related -> Elements.idOf(related, Referral.TYPE)
                .ifPresent(ids::add));
        return ids;
    }

    public void attachTo(Referral referral) {
        if (!requests().contains(referral.id())) {
            tree.withObject("/context").withArray("related").add(Elements.reference("ServiceRequest/" + referral.id()));
        }
        tree.set("subject", Elements.patient(referral.nhsNumber()));
    }

    public void detachFrom(Referral referral) {
        List<String> others = requests();
        others.remove(referral.id());
        tree.remove("context");
        others.forEach(
                id -> tree.withObject("/context").withArray("related").add(Elements.reference("ServiceRequest/" + id)));
    }

    private JsonNode file() {
        return tree.path("content").path(0).path("attachment");
    }
}
