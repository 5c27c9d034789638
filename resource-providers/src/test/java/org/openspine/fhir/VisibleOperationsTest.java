package org.openspine.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.access.Caller;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.api.Visibility;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.miniservice.MiniServiceOperation;
import org.openspine.demographics.pds.MatchOperation;
import org.openspine.fhir.patch.Patch;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.TestStore;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;

/** Operations that look for patients find nobody whom the caller may not see. */
class VisibleOperationsTest {
    private static final Visibility WITHOUT_HIDDEN = new Visibility() {
        @Override
        public List<Criterion> criteria(Caller caller, String type) {
            return List.of(new Criterion.Not(new Criterion.Indexed(
                    IndexId.parameter("Patient", "_tag"),
                    List.of(new ValueMatch.Token(OptionalLong.empty(), "hidden")))));
        }
    };

    @Test
    void aHiddenPatientIsNotFound(@TempDir Path folder) {
        try (TestStore store = new TestStore(() -> StoreConfig.h2(folder))) {
            ResourceRepository all = store.repository();
            ResourceRepository visible =
                    new VisibleRepository(all, new VisibleRecord(List.of(WITHOUT_HIDDEN), Caller.OPEN));
            all.inTransaction(() -> store.create(patient("9000000009", "")));
            all.inTransaction(() -> store.create(
                    patient("9000000017", "\"meta\": {\"tag\": [{\"system\": \"urn:t\", \"code\": \"hidden\"}]},")));

            Operation match = new MatchOperation(all, Clock.systemUTC());
            assertThat(answer(match, patient("1", ""), all)).contains("9000000009", "9000000017");
            assertThat(answer(match, patient("1", ""), visible))
                    .contains("9000000009")
                    .doesNotContain("9000000017");

            Operation number = MiniServiceOperation.all(all, Clock.systemUTC()).stream()
                    .filter(operation -> operation.name().equals("get-nhs-number"))
                    .findFirst()
                    .orElseThrow();
            assertThat(answer(number, PERSON, all)).contains("multiple-matches");
            assertThat(answer(number, PERSON, visible)).contains("9000000009");
        }
    }

    private static final String PERSON = """
            {"resourceType": "Parameters", "parameter": [
              {"name": "family", "valueString": "Hidegarth"}, {"name": "given", "valueString": "Ann"},
              {"name": "gender", "valueCode": "female"}, {"name": "birthDate", "valueDate": "1970-01-02"}]}""";

    private static String patient(String id, String meta) {
        return """
                {"resourceType": "Patient", "id": "%s", %s "gender": "female", "birthDate": "1970-01-02",
                 "name": [{"use": "usual", "family": "Hidegarth", "given": ["Ann"]}]}""".formatted(id, meta);
    }

    private static String answer(Operation operation, String sent, ResourceRepository visible) {
        ObjectNode resource = ResourceJson.parse(sent.getBytes(UTF_8), JsonLimits.RESOURCE);
        FhirRequest.Content content = new FhirRequest.Content() {
            @Override
            public ObjectNode resource() {
                return resource;
            }

            @Override
            public Patch patch() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isEmpty() {
                return false;
            }
        };
        FhirRequest request = new FhirRequest(
                HttpMethod.POST,
                "http://localhost/FHIR/R4",
                List.of("Patient", "$" + operation.name()),
                QueryParameters.NONE,
                FhirRequest.Conditions.NONE,
                Preferences.NONE,
                content,
                Caller.OPEN);
        return new String(
                operation
                        .run(request, new Operation.Target(Optional.of("Patient"), Optional.empty()), visible)
                        .body()
                        .orElseThrow()
                        .toBytes(),
                UTF_8);
    }
}
