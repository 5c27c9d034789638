package org.openspine.server.http;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Map;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * A request whose parameters have names that stay what they are. HAPI takes control characters out of names and escapes
 * quotes, after which two of them may be the same and the request fails.
 */
final class SoundNames extends ServletRequestDetails {
    private static final String ESCAPED = "\"'<>";

    SoundNames(IInterceptorBroadcaster interceptors) {
        super(interceptors);
    }

    @Override
    public void setParameters(Map<String, String[]> parameters) {
        if (!parameters.keySet().stream().allMatch(SoundNames::isSound)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "The name of a parameter holds a control character, a quote or an angle bracket");
        }
        super.setParameters(parameters);
    }

    private static boolean isSound(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || ESCAPED.indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
