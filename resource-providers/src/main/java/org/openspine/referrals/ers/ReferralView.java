package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.Referral;
import org.openspine.referrals.Requester;
import org.openspine.terminology.identifier.NhsNumber;

/** A referral or advice request as this API shows it: what it needs of other resources is contained. */
final class ReferralView {
    private static final String OWN = "https://openspine.org/fhir/StructureDefinition/";

    private ReferralView() {}

    /** @param appointment the current one, in the form of {@link AppointmentView} */
    static ObjectNode of(Referral referral, Optional<ObjectNode> appointment, List<Attachment> documents) {
        ObjectNode view = referral.tree().deepCopy();
        JsonNode meta = referral.tree().path("meta");
        view.putObject("meta")
                .put("versionId", meta.path("versionId").asText())
                .put("lastUpdated", meta.path("lastUpdated").asText());
        withoutOwnExtensions(view);
        view.set("subject", Elements.logicalReference(NhsNumber.SYSTEM, referral.nhsNumber()));
        requester(referral, view);
        appointment.ifPresent(current -> {
            Elements.removeContained(view, "appointment");
            ObjectNode contained = current.deepCopy().put("id", "appointment");
            view.withArray("contained").add(contained);
            Elements.setExtension(view, ErsExtension.APPOINTMENT, "valueReference", Elements.reference("#appointment"));
            Elements.setExtension(
                    view,
                    ErsExtension.APPOINTMENT_REFERENCE,
                    "valueReference",
                    Elements.reference("Appointment/" + current.path("id").asText()));
        });
        documents(view, documents);
        return view;
    }

    private static void withoutOwnExtensions(ObjectNode view) {
        if (view.path("extension") instanceof ArrayNode list) {
            List<JsonNode> kept = new ArrayList<>();
            list.forEach(extension -> {
                if (!extension.path("url").asText().startsWith(OWN)) {
                    kept.add(extension);
                }
            });
            list.removeAll();
            list.addAll(kept);
        }
    }

    private static void requester(Referral referral, ObjectNode view) {
        Requester requester = referral.requester();
        if (requester.organisation().isPresent()) {
            String display = referral.tree().path("requester").path("display").asText();
            Elements.removeContained(view, "requester");
            view.withArray("contained").add(requester.role("requester", BusinessFunction.REFERRING_CLINICIAN));
            ObjectNode reference = view.putObject("requester").put("reference", "#requester");
            if (!display.isEmpty()) {
                reference.put("display", display);
            }
        }
    }

    private static void documents(ObjectNode view, List<Attachment> documents) {
        List<JsonNode> others = new ArrayList<>();
        view.path("supportingInfo").forEach(info -> {
            if (Elements.idOf(info, Attachment.TYPE).isEmpty()) {
                others.add(info);
            }
        });
        view.remove("supportingInfo");
        int number = 1;
        for (Attachment document : documents) {
            String id = "DocumentReference-" + number++;
            view.withArray("contained").add(contained(document, id));
            view.withArray("supportingInfo").add(Elements.reference("#" + id));
        }
        others.forEach(view.withArray("supportingInfo")::add);
        if (view.path("supportingInfo").isEmpty()) {
            view.remove("supportingInfo");
        }
    }

    /** The document under an id of its own, without what only the record needs. */
    static ObjectNode contained(Attachment document, String id) {
        ObjectNode copy = document.tree().deepCopy();
        copy.remove(List.of("meta", "identifier", "context", "subject"));
        if (copy.path("content").path(0).path("attachment") instanceof ObjectNode file) {
            file.put("id", document.id());
        }
        return copy.put("id", id);
    }
}
