package org.openspine.prescriptions.eps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.api.RequestContent;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.message.Permission.Use;

/** Who may send what, where no test over HTTP reaches: production, functions that are off, roles of workers. */
class EpsPermissionTest {
    private static final EpsSettings PRODUCTION = new EpsSettings(
            EpsSettings.Deployment.PRODUCTION,
            Set.of(EpsSettings.Function.PRESCRIBING),
            Set.of(),
            EpsSettings.UploadSignatures.VERIFIED);
    private static final String REQUEST_ID = UUID.randomUUID().toString();

    @Test
    void functionThatIsOffIsRefusedToEverybody() {
        Finding finding = refusal(PRODUCTION, Caller.OPEN, Use.PRESCRIBING).orElseThrow();
        assertThat(finding.diagnostics()).isEqualTo("Prescribing functionality is disabled.");
        assertThat(finding.row().status()).isEqualTo(400);
        assertThat(finding.row().severity().toCode()).isEqualTo("fatal");
        assertThat(finding.row().issueType().toCode()).isEqualTo("not-supported");
    }

    @Test
    void applicationMayReleaseNominatedOnly() {
        Caller application = Caller.of(AccessMode.APPLICATION_RESTRICTED);
        assertThat(refusal(EpsSettings.SANDBOX, application, Use.NOMINATED_RELEASE))
                .isEmpty();
        assertThat(refusal(EpsSettings.SANDBOX, application, Use.TRACKER)).isEmpty();
        assertThat(refusal(EpsSettings.SANDBOX, application, Use.DISPENSING)
                        .orElseThrow()
                        .diagnostics())
                .isEqualTo("Dispensing functionality can only be accessed using the user-restricted access mode.");
    }

    @Test
    void patientMayNothing() {
        Caller patient = Caller.citizen(new Caller.Login("P9", "9000000009"));
        for (Use use : Use.values()) {
            assertThat(refusal(EpsSettings.SANDBOX, patient, use))
                    .as(use.name())
                    .isPresent();
        }
    }

    @Test
    void workerNeedsAnActivityOfTheFunction() {
        assertThat(refusal(EpsSettings.SANDBOX, worker("B0570"), Use.DISPENSING))
                .isEmpty();
        assertThat(refusal(EpsSettings.SANDBOX, worker("B0570"), Use.PRESCRIBING)
                        .orElseThrow()
                        .diagnostics())
                .isEqualTo("Your app does not have permission to access prescribing functionality.");
    }

    @Test
    void productionWantsRequestIdAndNoShortCuts() {
        assertRefused(EpsError.REQUEST_ID, Map.of());
        assertRefused(EpsError.REQUEST_ID, Map.of("Authorization", List.of("Bearer abc")));
        assertRefused(
                EpsError.REQUEST_ID, Map.of("Authorization", List.of("Bearer abc"), "X-Request-ID", List.of("1")));
        for (String header : List.of("X-Skip-Validation", "X-Raw-Response")) {
            assertRefused(
                    EpsError.HEADER,
                    Map.of(
                            "Authorization",
                            List.of("Bearer abc"),
                            "X-Request-ID",
                            List.of(REQUEST_ID),
                            header,
                            List.of("true")));
        }
        EpsHeaders.check(
                new RequestHeaders(Map.of("Authorization", List.of("Bearer abc"), "X-Request-ID", List.of(REQUEST_ID))),
                PRODUCTION);
    }

    private static void assertRefused(EpsError row, Map<String, List<String>> headers) {
        assertThatThrownBy(() -> EpsHeaders.check(new RequestHeaders(headers), PRODUCTION))
                .isInstanceOfSatisfying(SpineException.class, failure -> assertThat(failure.code())
                        .isEqualTo(row));
    }

    private static Caller worker(String activity) {
        return new Caller(
                AccessMode.USER_RESTRICTED,
                Optional.empty(),
                "client",
                "user",
                "FQ123",
                Optional.of(new Caller.Role("555000000001", "R8003", Set.of(activity))),
                Set.of());
    }

    private static Optional<Finding> refusal(EpsSettings settings, Caller caller, Use use) {
        IncomingRequest request = new IncomingRequest(
                "POST", "", List.of(), QueryParameters.NONE, RequestHeaders.NONE, RequestContent.NONE, caller);
        return EpsPermission.of(settings, request).refusal(use);
    }
}
