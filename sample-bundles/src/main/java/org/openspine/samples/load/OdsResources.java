package org.openspine.samples.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.openspine.terminology.identifier.OdsCode;

/** Rows of the Organisation Data Service as FHIR resources under their codes. */
final class OdsResources {
    private static final String ROLE = "https://fhir.nhs.uk/CodeSystem/organisation-role";
    private static final String SITE = "https://fhir.nhs.uk/Id/ods-site-code";
    private static final String GMP = "https://fhir.hl7.org.uk/Id/gmp-number";

    private OdsResources() {}

    static List<ObjectNode> of(OdsFile file, OdsRow row) {
        if (file == OdsFile.GENERAL_PRACTITIONERS) {
            return List.of(practitioner(row), role(row));
        }
        return file.isSites() ? List.of(organization(file, row), location(row)) : List.of(organization(file, row));
    }

    private static ObjectNode organization(OdsFile file, OdsRow row) {
        ObjectNode organization = resource("Organization", row.code());
        identifier(organization, OdsCode.SYSTEM, row);
        organization.put("active", row.isActive());
        if (!file.role().isEmpty()) {
            ArrayNode types = organization.putArray("type");
            type(types, file.role(), Optional.of(file.display()));
            if (file == OdsFile.GP_PRACTICES && row.isGpPractice()) {
                type(types, "RO76", Optional.of("GP PRACTICE"));
            }
        }
        organization.put("name", row.name());
        telecom(organization, row);
        ObjectNode address = address(row);
        if (!address.isEmpty()) {
            organization.putArray("address").add(address.put("use", "work"));
        }
        row.parent().ifPresent(parent -> organization.set("partOf", reference(parent)));
        return organization;
    }

    private static ObjectNode location(OdsRow row) {
        ObjectNode location = resource("Location", row.code());
        identifier(location, SITE, row);
        location.put("status", row.isActive() ? "active" : "inactive");
        location.put("name", row.name());
        telecom(location, row);
        ObjectNode address = address(row);
        if (!address.isEmpty()) {
            location.set("address", address.put("use", "work"));
        }
        location.set("managingOrganization", reference(row.parent().orElse(row.code())));
        return location;
    }

    private static ObjectNode practitioner(OdsRow row) {
        ObjectNode practitioner = resource("Practitioner", row.code());
        identifier(practitioner, GMP, row);
        practitioner.put("active", row.isActive());
        ObjectNode name = practitioner.putArray("name").addObject().put("text", row.name());
        int space = row.name().lastIndexOf(' '); // family name, then initials
        name.put("family", space < 0 ? row.name() : row.name().substring(0, space));
        if (space > 0) {
            name.putArray("given").add(row.name().substring(space + 1));
        }
        telecom(practitioner, row);
        return practitioner;
    }

    private static ObjectNode role(OdsRow row) {
        ObjectNode role = resource("PractitionerRole", row.code());
        role.put("active", row.isActive());
        role.putObject("practitioner").put("reference", "Practitioner/" + row.code());
        row.parent().ifPresent(practice -> role.set("organization", reference(practice)));
        return role;
    }

    private static ObjectNode resource(String type, String id) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type).put("id", id);
    }

    private static void identifier(ObjectNode resource, String system, OdsRow row) {
        ObjectNode identifier = resource.putArray("identifier").addObject();
        identifier.put("system", system).put("value", row.code());
        if (row.opened().isPresent() || row.closed().isPresent()) {
            ObjectNode period = identifier.putObject("period");
            row.opened().ifPresent(start -> period.put("start", start));
            row.closed().ifPresent(end -> period.put("end", end));
        }
    }

    static void type(ArrayNode types, String code, Optional<String> display) {
        ObjectNode coding = types.addObject().putArray("coding").addObject();
        coding.put("system", ROLE).put("code", code);
        display.ifPresent(text -> coding.put("display", text));
    }

    /** A transaction that puts them all; its identifier tells that it belongs to the directory. */
    static byte[] bundle(List<ObjectNode> resources, int number) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        bundle.putObject("identifier")
                .put("system", "https://openspine.org/fhir/Id/ods-file")
                .put("value", "directory-ods-" + number);
        bundle.put("type", "transaction");
        ArrayNode entries = bundle.putArray("entry");
        for (ObjectNode resource : resources) {
            String url = resource.path("resourceType").asText() + "/"
                    + resource.path("id").asText();
            ObjectNode entry = entries.addObject().put("fullUrl", "https://openspine.org/fhir/" + url);
            entry.set("resource", resource);
            entry.putObject("request").put("method", "PUT").put("url", url);
        }
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void telecom(ObjectNode resource, OdsRow row) {
        row.telephone().ifPresent(number -> resource.putArray("telecom")
                .addObject()
                .put("system", "phone")
                .put("value", number)
                .put("use", "work"));
    }

    private static ObjectNode address(OdsRow row) {
        ObjectNode address = JsonNodeFactory.instance.objectNode();
        if (!row.addressLines().isEmpty()) {
            ArrayNode lines = address.putArray("line");
            row.addressLines().forEach(lines::add);
        }
        row.town().ifPresent(town -> address.put("city", town));
        row.county().ifPresent(county -> address.put("district", county));
        row.postcode().ifPresent(postcode -> address.put("postalCode", postcode));
        return address;
    }

    private static ObjectNode reference(String organization) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("reference", "Organization/" + organization);
        reference.putObject("identifier").put("system", OdsCode.SYSTEM).put("value", organization);
        return reference;
    }
}
