package org.openspine.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SMART scopes and the NHS names for them: SECURITY section 4. */
class ScopesTest {
    private static Optional<Identity> identity(String who) {
        return switch (who) {
            case "AAL3" -> Optional.of(new Identity.HealthcareWorker("1", 3, List.of()));
            case "AAL2" -> Optional.of(new Identity.HealthcareWorker("1", 2, List.of()));
            case "AAL1" -> Optional.of(new Identity.HealthcareWorker("1", 1, List.of()));
            case "P9" -> Optional.of(new Identity.Patient("9000000009", "P9"));
            case "P5" -> Optional.of(new Identity.Patient("9000000009", "P5"));
            default -> Optional.empty();
        };
    }

    private static Set<String> granted(String scope, String who) {
        return Scopes.granted(Set.of(scope), Set.of(), identity(who));
    }

    /** An NHS name is good for callers of its kind whose identity was assured at least so well. */
    @ParameterizedTest
    @CsvSource({
        "urn:nhsd:apim:app:level3:personal-demographics-service, application, system/Patient.rs",
        "urn:nhsd:apim:user-nhs-cis2:aal3:personal-demographics-service, AAL3, user/Patient.rs",
        "urn:nhsd:apim:user-nhs-id:aal3:personal-demographics-service, AAL3, user/Patient.rs",
        "urn:nhsd:apim:user-nhs-cis2:aal2:personal-demographics-service, AAL3, user/Patient.rs",
        "urn:nhsd:apim:user-nhs-login:P9:personal-demographics-service, P9, patient/Patient.rs",
        "urn:nhsd:apim:user-nhs-login:P5:personal-demographics-service, P9, patient/Patient.rs",
        "urn:nhsd:apim:user-nhs-id:aal3:fhir-dispensing, AAL3, user/Claim.crus",
        "urn:nhsd:apim:app:level3:electronic-prescription-service-api:tracker, application, system/Task.rs"
    })
    void nhsNamesStandForSmartScopes(String scope, String who, String smart) {
        assertThat(Scopes.isKnown(scope)).isTrue();
        assertThat(granted(scope, who)).contains(smart);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:nhsd:apim:user-nhs-cis2:aal3:personal-demographics-service, AAL2",
        "urn:nhsd:apim:user-nhs-id:aal3:personal-demographics-service, AAL1",
        "urn:nhsd:apim:user-nhs-cis2:aal3:personal-demographics-service, P9",
        "urn:nhsd:apim:user-nhs-cis2:aal3:personal-demographics-service, application",
        "urn:nhsd:apim:user-nhs-login:P9:personal-demographics-service, P5",
        "urn:nhsd:apim:user-nhs-login:P9:personal-demographics-service, AAL3",
        "urn:nhsd:apim:app:level3:personal-demographics-service, AAL3",
        "user/Patient.rs, AAL1",
        "patient/Patient.rs, P5",
        "system/Patient.rs, AAL3",
        "user/Patient.rs, application"
    })
    void aScopeBelowTheAssuranceOfTheIdentityIsTakenAway(String scope, String who) {
        assertThat(granted(scope, who)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:nhsd:apim:app:level3:privileged-personal-demographics-service",
                "urn:nhsd:apim:app:level3:no-such-service",
                "urn:nhsd:apim:user-nhs-cis2:aal4:personal-demographics-service",
                "system/Patient.x",
                "system/patient.r",
                "openid"
            })
    void whatStandsForNothingIsNoScope(String scope) {
        assertThat(Scopes.isKnown(scope)).isFalse();
    }

    /** A client never gets more than it asks for, nor more than it is registered for. */
    @Test
    void whatIsAskedForAndWhatIsRegisteredBothCount() {
        Set<String> registered = Set.of("system/Patient.r", "system/Flag.rs");
        assertThat(Scopes.granted(registered, Set.of("system/Patient.r"), Optional.empty()))
                .containsExactly("system/Patient.r");
        assertThat(Scopes.granted(registered, Set.of("system/*.cruds"), Optional.empty()))
                .isEmpty();
    }
}
