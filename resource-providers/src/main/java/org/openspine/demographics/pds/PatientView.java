package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openspine.demographics.Confidentiality;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.PatientRecord;
import org.openspine.terminology.identifier.NhsNumber;

/** A stored Patient as the national API shows it: never its storage form, and of sensitive records no location. */
public final class PatientView {
    private static final List<String> LOCATION =
            List.of("address", "telecom", "contact", "generalPractitioner", "managingOrganization");
    private static final Set<String> NAMES_IN_SEARCH = Set.of("usual", "nickname", "temp");
    private static final List<String> NOT_IN_SEARCH = List.of("managingOrganization");

    private PatientView() {}

    /** Everything the record holds, whoever may see it. */
    private static ObjectNode complete(PatientRecord record, Consumer<ObjectNode> lines) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("resourceType", "Patient");
        view.put("id", record.nhsNumber());
        if (record.hasNumber()) {
            view.putArray("identifier").add(identifier(record.nhsNumber()));
        }
        ObjectNode meta = view.putObject("meta");
        meta.put("versionId", Long.toString(record.version()));
        meta.putArray("security").add(security(record.confidentiality()));
        PatientShape.of(record.tree()).forEach(view::set);
        ArrayNode extensions = view.putArray("extension");
        record.tree().path("extension").forEach(extension -> known(extension).ifPresent(extensions::add));
        dropIfEmpty(view, "extension");
        PatientSpelling.apply(view);
        ItemIds.complete(view);
        view.path("address").forEach(address -> lines.accept((ObjectNode) address));
        return view;
    }

    private static Consumer<ObjectNode> linesFor(Entitlement entitlement) {
        return entitlement.emptyAddressLines() ? AddressLines::showPlaces : AddressLines::dropBlank;
    }

    /** The answer to a read. */
    public static ObjectNode read(PatientRecord record, Entitlement entitlement) {
        return read(record, entitlement, linesFor(entitlement));
    }

    /** What an update works on: what everybody reads, with the places of blank address lines. */
    static ObjectNode update(PatientRecord record) {
        return read(record, Entitlement.NONE, AddressLines::countPlaces);
    }

    private static ObjectNode read(PatientRecord record, Entitlement entitlement, Consumer<ObjectNode> lines) {
        ObjectNode view = complete(record, lines);
        hide(view, record.confidentiality(), entitlement.location());
        RemovalReason.generalise(view, entitlement);
        if (entitlement.sharingConsent()) {
            SharingConsent.of(record.tree())
                    .ifPresent(consent -> view.withArray("extension").add(consent));
        }
        return view;
    }

    /** The resource of one match of a search: current data only, and never the location of a sensitive record. */
    static ObjectNode match(PatientRecord record, CurrentItems current, Entitlement entitlement) {
        ObjectNode view = complete(record, linesFor(entitlement));
        view.remove(NOT_IN_SEARCH);
        keep(
                view,
                "name",
                current.names(view),
                name -> NAMES_IN_SEARCH.contains(name.path("use").asText()));
        keep(view, "address", current.addresses(view), address -> address.path("use")
                .asText()
                .equals("home"));
        keep(view, "telecom", current.telecoms(view), telecom -> true);
        retainExtensions(view, Set.of(PdsExtension.DEATH_NOTIFICATION));
        hide(view, record.confidentiality(), false);
        return view;
    }

    private static void keep(ObjectNode view, String list, List<JsonNode> current, Predicate<JsonNode> condition) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        current.stream().filter(condition).forEach(kept::add);
        view.set(list, kept);
        dropIfEmpty(view, list);
    }

    private static void hide(ObjectNode view, Confidentiality confidentiality, boolean mayKnowLocation) {
        boolean veryRestricted = confidentiality == Confidentiality.VERY_RESTRICTED;
        if (!confidentiality.isSensitive() || (mayKnowLocation && !veryRestricted)) {
            return;
        }
        view.remove(LOCATION);
        Set<PdsExtension> harmless = Set.of(PdsExtension.values()).stream()
                .filter(extension -> !extension.tellsLocation())
                .collect(Collectors.toSet());
        retainExtensions(view, harmless);
        if (veryRestricted) {
            view.remove(List.of("name", "birthDate"));
        }
    }

    private static void retainExtensions(ObjectNode view, Set<PdsExtension> kept) {
        ArrayNode extensions = JsonNodeFactory.instance.arrayNode();
        view.path("extension").forEach(extension -> {
            if (PdsExtension.of(extension.path("url").asText())
                    .filter(kept::contains)
                    .isPresent()) {
                extensions.add(extension);
            }
        });
        view.set("extension", extensions);
        dropIfEmpty(view, "extension");
    }

    private static Optional<JsonNode> known(JsonNode extension) {
        return PdsExtension.of(extension.path("url").asText()).map(found -> {
            ObjectNode copy = extension.deepCopy();
            copy.put("url", found.url());
            return copy;
        });
    }

    static void dropIfEmpty(ObjectNode view, String list) {
        if (view.path(list).isEmpty()) {
            view.remove(list);
        }
    }

    /** An NHS number identifier: those the service answers are always verified. */
    static ObjectNode identifier(String nhsNumber) {
        ObjectNode identifier = JsonNodeFactory.instance.objectNode();
        identifier.put("system", NhsNumber.SYSTEM);
        identifier.put("value", nhsNumber);
        ObjectNode extension = identifier.putArray("extension").addObject();
        extension.put(
                "url", "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus");
        extension
                .putObject("valueCodeableConcept")
                .putArray("coding")
                .addObject()
                .put("system", "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus")
                .put("version", "1.0.0")
                .put("code", "01")
                .put("display", "Number present and verified");
        return identifier;
    }

    private static ObjectNode security(Confidentiality confidentiality) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("system", Confidentiality.SYSTEM)
                .put("code", confidentiality.code())
                .put("display", confidentiality.display());
    }
}
