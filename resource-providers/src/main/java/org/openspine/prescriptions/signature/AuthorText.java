package org.openspine.prescriptions.signature;

import static org.openspine.prescriptions.signature.CanonicalXml.with;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.terminology.identifier.OdsCode;

/** The fragment about the prescriber: role, person, and the organisation they prescribe for. */
final class AuthorText {
    private static final String ROLE_TELECOM = "PractitionerRole.telecom";

    private final MessageBundle message;
    private final CanonicalXml xml;

    AuthorText(MessageBundle message, CanonicalXml xml) {
        this.message = message;
        this.xml = xml;
    }

    void write(JsonNode role) {
        xml.open("AgentPerson", Hl7Id.NAMESPACE, with("classCode", "AGNT"));
        String profile = Expected.identifier(role, EpsUrl.ROLE_PROFILE_ID, "PractitionerRole.identifier");
        Hl7Id.identifier(xml, Hl7Id.ROLE_PROFILE, profile);
        Hl7Id.code(xml, Hl7Id.JOB_ROLE, jobRole(role));
        JsonNode practitioner = message.resolve(role.path("practitioner"));
        JsonNode organization = message.resolve(role.path("organization"));
        telecoms(role, practitioner, organization).forEach(telecom -> ContactText.telecom(xml, telecom, ROLE_TELECOM));
        xml.open("agentPerson", with("classCode", "PSN"), with("determinerCode", "INSTANCE"));
        Hl7Id.identifier(xml, Hl7Id.PROFESSIONAL_CODE, ProfessionalCode.of(practitioner));
        Elements.list(practitioner, "name").stream()
                .findFirst()
                .ifPresent(name -> ContactText.name(xml, name, "Practitioner.name"));
        xml.close("agentPerson");
        represented(role, organization);
        xml.close("AgentPerson");
    }

    private static String jobRole(JsonNode role) {
        List<JsonNode> concepts = Elements.list(role, "code");
        for (String system : new String[] {EpsUrl.JOB_ROLE_CODE, EpsUrl.JOB_ROLE_NAME}) {
            Optional<String> code = concepts.stream()
                    .flatMap(concept -> Elements.code(concept, system).stream())
                    .findFirst();
            if (code.isPresent()) {
                return code.get();
            }
        }
        throw TranslationFailure.tooFew(
                "system == '%s' || system == '%s'".formatted(EpsUrl.JOB_ROLE_CODE, EpsUrl.JOB_ROLE_NAME),
                "PractitionerRole.code");
    }

    private static List<JsonNode> telecoms(JsonNode role, JsonNode practitioner, JsonNode organization) {
        for (JsonNode owner : new JsonNode[] {role, practitioner, organization}) {
            List<JsonNode> telecoms = Elements.list(owner, "telecom");
            if (!telecoms.isEmpty()) {
                return telecoms;
            }
        }
        throw TranslationFailure.failure(
                "TOO_FEW_VALUES_SUBMITTED", "ResponsiblePractitioner must have at least one telecom.", ROLE_TELECOM);
    }

    private void represented(JsonNode role, JsonNode organization) {
        Optional<JsonNode> service =
                Elements.list(role, "healthcareService").stream().findFirst().map(message::resolve);
        xml.open("representedOrganization", with("classCode", "ORG"), with("determinerCode", "INSTANCE"));
        JsonNode shown = service.orElse(organization);
        String kind = service.isPresent() ? "HealthcareService" : "Organization";
        identity(Expected.identifier(shown, OdsCode.SYSTEM, kind + ".identifier"));
        xml.text(
                "name",
                Elements.text(shown, "name")
                        .orElseThrow(
                                () -> TranslationFailure.invalid("Name must be provided.", "Organization.address")));
        Elements.list(shown, "telecom").stream()
                .findFirst()
                .ifPresent(telecom -> ContactText.telecom(xml, telecom, kind + ".telecom"));
        address(shown, service.isPresent())
                .ifPresent(address -> ContactText.address(xml, address, "Organization.address"));
        xml.open("healthCareProviderLicense", with("classCode", "PROV"));
        xml.open("Organization", with("classCode", "ORG"), with("determinerCode", "INSTANCE"));
        licence(organization);
        xml.close("Organization").close("healthCareProviderLicense").close("representedOrganization");
    }

    private Optional<JsonNode> address(JsonNode shown, boolean isService) {
        if (!isService) {
            return Elements.list(shown, "address").stream().findFirst();
        }
        return Elements.list(shown, "location").stream()
                .findFirst()
                .map(message::resolve)
                .map(location -> location.path("address"))
                .filter(JsonNode::isObject);
    }

    private void licence(JsonNode organization) {
        JsonNode partOf = organization.path("partOf");
        if (Elements.isReference(partOf)) {
            named(message.resolve(partOf));
        } else if (partOf.path("identifier").isObject()) {
            identity(Elements.text(partOf.path("identifier"), "value")
                    .orElseThrow(() -> TranslationFailure.tooFew(
                            "system == '%s'".formatted(OdsCode.SYSTEM), "Organization.partOf.identifier")));
            Elements.text(partOf, "display").ifPresent(name -> xml.text("name", name));
        } else {
            named(organization);
        }
    }

    private void named(JsonNode organization) {
        identity(Expected.identifier(organization, OdsCode.SYSTEM, "Organization.identifier"));
        Elements.text(organization, "name").ifPresent(name -> xml.text("name", name));
    }

    private void identity(String ods) {
        Hl7Id.identifier(xml, Hl7Id.ORGANISATION, ods);
        Hl7Id.code(xml, Hl7Id.ORGANISATION_TYPE, "999");
    }
}
