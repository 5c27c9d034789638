package org.openspine.referrals;

import static org.openspine.referrals.Elements.coding;
import static org.openspine.referrals.Elements.extension;
import static org.openspine.referrals.Elements.setExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * A referral ({@code r.…}) or advice request ({@code a.…}): a ServiceRequest as the e-Referral Service reads and changes it. Not
 * for use by several threads.
 */
public final class Referral {
    public static final String TYPE = "ServiceRequest";
    public static final String CATEGORY = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest";

    private final ResourceKey key;
    private final long version;
    private final ObjectNode tree;

    private Referral(ResourceKey key, long version, ObjectNode tree) {
        this.key = key;
        this.version = version;
        this.tree = tree;
    }

    public static Referral of(StoredResource stored) {
        return new Referral(stored.key(), stored.version(), stored.tree());
    }

    /** One that is about to be stored; {@code version} is that of the version it takes the place of, 0 if there is none. */
    public static Referral of(ResourceKey key, long version, ObjectNode tree) {
        return new Referral(key, version, tree);
    }

    /** Whether a ServiceRequest is a referral or advice request of this service: it has a UBRN. */
    public static boolean isErs(JsonNode request) {
        return Elements.identified(request.path("identifier"), Elements.UBRN).isPresent();
    }

    public ResourceKey key() {
        return key;
    }

    public String id() {
        return key.id();
    }

    public long version() {
        return version;
    }

    /** The record itself: changes to it are changes to this referral. */
    public ObjectNode tree() {
        return tree;
    }

    public boolean isAdvice() {
        return Elements.coded(tree.path("category"), CATEGORY)
                .map(code -> code.equals("request"))
                .orElse(key.id().startsWith("a."));
    }

    public boolean isActive() {
        return tree.path("status").asText().equals("active");
    }

    public String ubrn() {
        return Elements.identified(tree.path("identifier"), Elements.UBRN).orElse("");
    }

    public String nhsNumber() {
        JsonNode identifier = tree.path("subject").path("identifier");
        return identifier.path("system").asText().equals(NhsNumber.SYSTEM)
                ? identifier.path("value").asText()
                : Elements.idOf(tree.path("subject"), "Patient").orElse("");
    }

    public Instant lastUpdated() {
        return Instant.parse(tree.path("meta").path("lastUpdated").asText("1970-01-01T00:00:00Z"));
    }

    /** Empty where the record does not say, as for advice. */
    public Optional<ReferralState> state() {
        return ReferralState.coded(part(extension(tree, ErsExtension.STATE), "state")
                .path("valueCoding")
                .path("code")
                .asText());
    }

    public JsonNode stateReason() {
        return part(extension(tree, ErsExtension.STATE), "reason").path("valueCoding");
    }

    /** The state without a reason. */
    public void enter(ReferralState state) {
        ObjectNode extension = Elements.object().put("url", ErsExtension.STATE);
        extension
                .putArray("extension")
                .addObject()
                .put("url", "state")
                .set("valueCoding", coding(ReferralState.SYSTEM, state.name(), state.display()));
        Elements.removeExtension(tree, ErsExtension.STATE);
        tree.withArray("extension").add(extension);
        tree.put("status", state.requestStatus());
    }

    /** The state with why and what was said about it; {@code comments} may be empty. */
    public void enter(ReferralState state, ObjectNode reason, String comments) {
        enter(state);
        ObjectNode extension = (ObjectNode) extension(tree, ErsExtension.STATE);
        extension.withArray("extension").addObject().put("url", "reason").set("valueCoding", reason);
        if (!comments.isEmpty()) {
            extension.withArray("extension").addObject().put("url", "comments").put("valueString", comments);
        }
    }

    public Priority priority() {
        JsonNode extension = extension(tree, ErsExtension.PRIORITY);
        JsonNode coding = extension.has("valueCoding")
                ? extension.path("valueCoding") // of records that were made elsewhere
                : extension.path("valueCodeableConcept").path("coding").path(0);
        return Priority.coded(coding.path("code").asText()).orElse(Priority.ROUTINE);
    }

    public void setPriority(Priority priority) {
        setExtension(
                tree,
                ErsExtension.PRIORITY,
                "valueCodeableConcept",
                Elements.concept(coding(Priority.SYSTEM, priority.name(), priority.display())));
        tree.put("priority", priority.requestPriority());
    }

    /** Remembers when clinical information was first and last sent. */
    public void markInformed(String now) {
        if (extension(tree, ErsExtension.CLINICAL_INFO_FIRST).isMissingNode()) {
            setExtension(tree, ErsExtension.CLINICAL_INFO_FIRST, "valueDateTime", TextNode.valueOf(now));
        }
        setExtension(tree, ErsExtension.CLINICAL_INFO_LAST, "valueDateTime", TextNode.valueOf(now));
    }

    /** Empty text if the record has none. */
    public String specialty() {
        return extension(tree, ErsExtension.SPECIALTY)
                .path("valueCoding")
                .path("code")
                .asText();
    }

    public Shortlist shortlist() {
        return Shortlist.of(tree);
    }

    public Optional<String> appointmentId() {
        return Elements.idOf(extension(tree, ErsExtension.APPOINTMENT_REFERENCE).path("valueReference"), "Appointment");
    }

    public void setAppointment(String id) {
        setExtension(
                tree, ErsExtension.APPOINTMENT_REFERENCE, "valueReference", Elements.reference("Appointment/" + id));
    }

    public void clearAppointment() {
        Elements.removeExtension(tree, ErsExtension.APPOINTMENT_REFERENCE);
    }

    /** With which service the referral is, while it has an appointment there. */
    public Optional<Placement> placement() {
        return Placement.of(tree);
    }

    public void place(Placement placement) {
        placement.writeTo(tree);
    }

    /** It is with nobody any more, and no clinician sees to it. */
    public void unplace() {
        Placement.removeFrom(tree);
        if (tree.path("performer") instanceof ArrayNode performers) {
            performers.removeIf(performer -> Requester.person(performer).isPresent());
            if (performers.isEmpty()) {
                tree.remove("performer");
            }
        }
    }

    /** ODS codes of the providers that have or had an appointment of this referral. */
    public Set<String> providers() {
        return Placement.providersEver(tree);
    }

    public boolean isReviewed() {
        return extension(tree, ErsExtension.REVIEW).path("valueCode").asText().equals("accepted");
    }

    public void markReviewed() {
        setExtension(tree, ErsExtension.REVIEW, "valueCode", TextNode.valueOf("accepted"));
    }

    public void markUnreviewed() {
        Elements.removeExtension(tree, ErsExtension.REVIEW);
    }

    public void markToCancelInPas() {
        setExtension(tree, ErsExtension.CANCEL_IN_PAS, "valueBoolean", BooleanNode.TRUE);
    }

    public boolean isToCancelInPas() {
        return !extension(tree, ErsExtension.CANCEL_IN_PAS).isMissingNode();
    }

    /** Remembers that the provider, not the referrer, cancelled. */
    public void markCancelledByProvider() {
        setExtension(tree, ErsExtension.CANCELLED_BY, "valueCode", TextNode.valueOf("provider"));
    }

    public boolean isCancelledByOthers() {
        return !extension(tree, ErsExtension.CANCELLED_BY).isMissingNode();
    }

    public Optional<LocalDate> letterDue() {
        return Elements.text(extension(tree, ErsExtension.LETTER_DUE).path("valueDate"))
                .map(LocalDate::parse);
    }

    public void setLetterDue(LocalDate day) {
        setExtension(tree, ErsExtension.LETTER_DUE, "valueDate", TextNode.valueOf(day.toString()));
    }

    public void clearLetterDue() {
        Elements.removeExtension(tree, ErsExtension.LETTER_DUE);
    }

    /** SDS user id of the clinician to whom the provider gave it: a performer that is a person. */
    public Optional<String> allocatedClinician() {
        for (JsonNode performer : tree.path("performer")) {
            Optional<String> user = Requester.person(performer);
            if (user.isPresent()) {
                return user;
            }
        }
        return Optional.empty();
    }

    public Requester requester() {
        return Requester.of(tree);
    }

    /** Logical ids of DocumentReferences that stand in the supporting information, in its order. */
    public List<String> documents() {
        return supporting("DocumentReference");
    }

    /** Logical ids of the requests that this one continues. */
    public List<String> related() {
        return supporting(TYPE);
    }

    private List<String> supporting(String type) {
        List<String> ids = new ArrayList<>();
        tree.path("supportingInfo").forEach(info -> Elements.idOf(info, type).ifPresent(ids::add));
        return ids;
    }

    /** Names exactly these documents; other supporting information stays. */
    public void setDocuments(List<String> ids) {
        List<JsonNode> others = new ArrayList<>();
        tree.path("supportingInfo").forEach(info -> {
            if (Elements.idOf(info, "DocumentReference").isEmpty()) {
                others.add(info);
            }
        });
        tree.remove("supportingInfo");
        Set<String> once = new LinkedHashSet<>(ids);
        once.forEach(id -> tree.withArray("supportingInfo").add(Elements.reference("DocumentReference/" + id)));
        others.forEach(tree.withArray("supportingInfo")::add);
        if (tree.path("supportingInfo").isEmpty()) {
            tree.remove("supportingInfo");
        }
    }

    public Optional<AdviceStatus> adviceStatus() {
        return Elements.coded(tree.path("category"), AdviceStatus.SYSTEM).flatMap(AdviceStatus::coded);
    }

    public void enter(AdviceStatus status) {
        tree.remove("category");
        tree.withArray("category").add(Elements.concept(coding(CATEGORY, "request")));
        tree.withArray("category").add(Elements.concept(coding(AdviceStatus.SYSTEM, status.name(), status.display())));
        tree.put("status", status.requestStatus());
    }

    public boolean isConversionAuthorised() {
        return extension(tree, ErsExtension.CONVERSION)
                .path("valueCoding")
                .path("code")
                .asText()
                .equals("AUTHORISED_TO_CONVERT");
    }

    static JsonNode part(JsonNode extension, String name) {
        return extension(extension, name);
    }
}
