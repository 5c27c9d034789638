package org.openspine.demographics.pds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.api.RequestContent;
import org.openspine.api.RequestHeaders;

class EntitlementTest {
    private static final String ALL = """
            {"return-empty-address-lines": "true", "return-confidential-reason-for-removal": true,
             "return-nhs-record-sharing-consent": true, "something-else": 1}""";

    private static Entitlement of(Caller caller, String attributes) {
        return Entitlement.of(new IncomingRequest(
                "GET",
                "",
                List.of("Patient", "9000000009"),
                QueryParameters.NONE,
                new RequestHeaders(Map.of(Entitlement.ATTRIBUTES, List.of(attributes))),
                RequestContent.NONE,
                caller));
    }

    @Test
    void aGatewayGrantsAttributes() {
        assertThat(of(Caller.OPEN, ALL)).isEqualTo(new Entitlement(false, true, true, true));
        assertThat(of(Caller.OPEN, "{}")).isEqualTo(Entitlement.NONE);
        assertThat(of(Caller.of(AccessMode.PRIVILEGED_APPLICATION_RESTRICTED), ALL))
                .isEqualTo(new Entitlement(true, true, true, true));
    }

    @Test
    void whoeverHasATokenGrantsThemselvesNothing() {
        assertThat(of(Caller.OPEN.verified(), ALL)).isEqualTo(Entitlement.NONE);
        assertThat(of(Caller.of(AccessMode.PRIVILEGED_APPLICATION_RESTRICTED).verified(), "no JSON"))
                .isEqualTo(new Entitlement(true, false, false, false));
    }
}
