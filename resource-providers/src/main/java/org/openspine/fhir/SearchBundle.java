package org.openspine.fhir;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.JsonBody;
import org.openspine.repository.StoredResource;

/** A searchset Bundle, joined from stored bytes. */
final class SearchBundle {
    private final String base;
    private final JsonBody.Builder json = new JsonBody.Builder();
    private boolean hasEntry;

    SearchBundle(String base, OptionalLong total, String self, Optional<String> next) {
        this.base = base;
        json.text("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        total.ifPresent(number -> json.text(",\"total\":" + number));
        json.text(",\"link\":[{\"relation\":\"self\",\"url\":").string(self).text("}");
        next.ifPresent(
                url -> json.text(",{\"relation\":\"next\",\"url\":").string(url).text("}"));
        json.text("]");
    }

    SearchBundle add(List<StoredResource> resources, String mode) {
        for (StoredResource stored : resources) {
            beginEntry();
            json.text("{\"fullUrl\":")
                    .string(base + "/" + stored.key())
                    .text(",\"resource\":")
                    .bytes(stored.body())
                    .text(",\"search\":{\"mode\":\"" + mode + "\"}}");
        }
        return this;
    }

    SearchBundle addOutcome(JsonBody operationOutcome) {
        beginEntry();
        json.text("{\"resource\":").body(operationOutcome).text(",\"search\":{\"mode\":\"outcome\"}}");
        return this;
    }

    JsonBody build() {
        return json.text(hasEntry ? "]}" : "}").build();
    }

    private void beginEntry() {
        json.text(hasEntry ? "," : ",\"entry\":[");
        hasEntry = true;
    }
}
