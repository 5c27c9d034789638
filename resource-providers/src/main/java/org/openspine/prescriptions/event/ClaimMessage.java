package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.Contained;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.state.ClaimEntry;
import org.openspine.prescriptions.state.ClaimRules;

/** The claim of a dispenser for an issue. */
public record ClaimMessage(ObjectNode claim) {
    private static final String ITEM =
            "https://fhir.nhs.uk/StructureDefinition/Extension-ClaimMedicationRequestReference";

    public String number() {
        return Elements.extension(claim.path("prescription"), EpsUrl.GROUP_IDENTIFIER)
                .flatMap(group -> Elements.extension(group, "shortForm"))
                .flatMap(part -> Elements.text(part.path("valueIdentifier"), "value"))
                .orElse("");
    }

    public String id() {
        return Elements.identifier(claim, EpsUrl.UUID_SYSTEM)
                .or(() -> Elements.list(claim, "identifier").stream()
                        .flatMap(identifier -> Elements.text(identifier, "value").stream())
                        .findFirst())
                .map(id -> id.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE));
    }

    /** @param resource logical id under which the claim is stored */
    public ClaimRules.Claim claim(String resource, Instant now) {
        Instant created = Elements.text(claim, "created")
                .flatMap(MessageTime::instantOfDay)
                .orElse(now);
        return new ClaimRules.Claim(
                issue(), new ClaimEntry(id(), created, now, resource), replaces(), items(), organization());
    }

    private List<JsonNode> details() {
        return Elements.list(claim, "item").stream()
                .flatMap(item -> Elements.list(item, "detail").stream())
                .toList();
    }

    private OptionalInt issue() {
        return details().stream()
                .map(Repeats::issue)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private Optional<String> replaces() {
        return Elements.extension(claim, EpsUrl.REPLACEMENT_OF)
                .flatMap(extension -> Elements.text(extension.path("valueIdentifier"), "value"))
                .map(id -> id.toLowerCase(Locale.ROOT));
    }

    private Set<String> items() {
        Set<String> items = new LinkedHashSet<>();
        for (JsonNode detail : details()) {
            items.add(Elements.extension(detail, ITEM)
                    .flatMap(part -> Elements.text(part.path("valueReference").path("identifier"), "value"))
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .orElse(""));
        }
        return items;
    }

    private String organization() {
        JsonNode role = Contained.in(claim, claim.path("provider")).orElse(MissingNode.getInstance());
        return TaskMessage.organization(claim, role)
                .map(ods -> ods.toUpperCase(Locale.ROOT))
                .orElse("");
    }
}
