package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.referrals.Spelling;

/** Resources as this API sends them: reference data spelled with the client's own base, and the version as a tag. */
final class Answers {
    private Answers() {}

    static FhirResponse plain(int status, ObjectNode resource, ErsRequest request) {
        Spelling.localise(resource, request.base());
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(resource)));
    }

    static FhirResponse versioned(int status, ObjectNode resource, long version, ErsRequest request) {
        return plain(status, resource, request).withHeader("ETag", tag(version));
    }

    static String tag(long version) {
        return "W/\"" + version + "\"";
    }
}
