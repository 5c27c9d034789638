package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.prescriptions.signature.CanonicalXml.Attribute;

/** Names, addresses and telephone numbers as they are signed. */
final class ContactText {
    private static final Map<String, String> NAME_USES = Map.of(
            "usual", "L",
            "official", "L",
            "temp", "A",
            "anonymous", "A",
            "nickname", "PREFERRED",
            "old", "PREVIOUS",
            "maiden", "PREVIOUS-MAIDEN");
    private static final Map<String, String> TELECOM_USES =
            Map.of("home", "HP", "work", "WP", "temp", "HV", "mobile", "MC");
    private static final Map<String, String> ADDRESS_USES =
            Map.of("home", "H", "work", "WP", "temp", "TMP", "billing", "PST");

    private ContactText() {}

    static void name(CanonicalXml xml, JsonNode name, String path) {
        xml.open("name", use(name, NAME_USES, "name", path));
        List<String[]> parts = new ArrayList<>();
        Elements.texts(name, "prefix").forEach(part -> parts.add(new String[] {"prefix", part}));
        Elements.texts(name, "given").forEach(part -> parts.add(new String[] {"given", part}));
        Elements.text(name, "family").ifPresent(part -> parts.add(new String[] {"family", part}));
        Elements.texts(name, "suffix").forEach(part -> parts.add(new String[] {"suffix", part}));
        parts.forEach(part -> xml.text(part[0], part[1]));
        if (parts.isEmpty()) {
            Elements.text(name, "text").ifPresent(xml::content);
        }
        xml.close("name");
    }

    static void telecom(CanonicalXml xml, JsonNode telecom, String path) {
        List<Attribute> attributes = new ArrayList<>(List.of(use(telecom, TELECOM_USES, "telecom", path)));
        Elements.text(telecom, "value")
                .ifPresent(value -> attributes.add(CanonicalXml.with("value", "tel:" + value.replaceAll("\\s", ""))));
        xml.empty("telecom", attributes.toArray(Attribute[]::new));
    }

    static void address(CanonicalXml xml, JsonNode address, String path) {
        xml.open("addr", use(address, ADDRESS_USES, "address", path));
        Stream<String> places =
                Stream.of("city", "district", "state").flatMap(part -> Elements.text(address, part).stream());
        Stream.concat(Elements.texts(address, "line"), places).forEach(line -> xml.text("streetAddressLine", line));
        Elements.text(address, "postalCode").ifPresent(code -> xml.text("postalCode", code));
        xml.close("addr");
    }

    private static Attribute[] use(JsonNode value, Map<String, String> uses, String kind, String path) {
        Optional<String> said = Elements.text(value, "use");
        if (said.isEmpty()) {
            return new Attribute[0];
        }
        String mapped = uses.get(said.get());
        if (mapped == null) {
            throw TranslationFailure.invalid("Unhandled %s use '%s'.".formatted(kind, said.get()), path + ".use");
        }
        return new Attribute[] {CanonicalXml.with("use", mapped)};
    }
}
