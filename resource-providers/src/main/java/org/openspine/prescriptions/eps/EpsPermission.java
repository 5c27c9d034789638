package org.openspine.prescriptions.eps;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.IncomingRequest;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.eps.EpsSettings.Function;
import org.openspine.prescriptions.message.Permission;

/**
 * Who may send what, by the scopes of the national gateway: those of the token, or in the sandbox those of the header
 * {@code NHSD-Scope}. Where no scope is known the access mode decides.
 */
final class EpsPermission implements Permission {
    private static final String USER = "urn:nhsd:apim:user-nhs-id:aal3:";
    private static final String APPLICATION = "urn:nhsd:apim:app:level3:";
    private static final String EPS = "electronic-prescription-service-api:";
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final Map<String, Set<String>> USER_SCOPES = Map.of(
            "prescribing", Set.of(USER + EPS + "prescribing", USER + "fhir-prescribing"),
            "dispensing", Set.of(USER + EPS + "dispensing", USER + "fhir-dispensing"),
            "tracker", Set.of(USER + EPS + "tracker"));

    /** National activity codes, of which a healthcare worker whose role is known must have one. */
    private static final Map<String, Set<String>> ACTIVITIES = Map.of(
            "prescribing", Set.of("B0420", "B0058"),
            "dispensing", Set.of("B0570", "B0572"),
            "tracker", Set.of("B0420", "B0058", "B0570", "B0572"));

    private final EpsSettings settings;
    private final Caller caller;
    private final Set<String> scopes;

    private EpsPermission(EpsSettings settings, Caller caller, Set<String> scopes) {
        this.settings = settings;
        this.caller = caller;
        this.scopes = scopes;
    }

    static EpsPermission of(EpsSettings settings, IncomingRequest request) {
        Stream<String> header = request.headers().all("NHSD-Scope").stream().flatMap(SPACE::splitAsStream);
        Stream<String> scopes = settings.deployment() == EpsSettings.Deployment.SANDBOX
                ? Stream.concat(header, request.caller().scopes().stream())
                : request.caller().scopes().stream();
        return new EpsPermission(
                settings,
                request.caller(),
                scopes.filter(scope -> scope.startsWith("urn:nhsd:")).collect(Collectors.toSet()));
    }

    @Override
    public Optional<Finding> refusal(Use use) {
        Function needed =
                switch (use) {
                    case PRESCRIBING -> Function.PRESCRIBING;
                    case DISPENSING, NOMINATED_RELEASE -> Function.DISPENSING;
                    case TRACKER -> Function.TRACKER;
                };
        String function = needed.name().toLowerCase(Locale.ROOT);
        if (settings.isOff(needed)) {
            return Optional.of(
                    Finding.of(EpsError.SWITCHED_OFF, "%s functionality is disabled.".formatted(capital(function))));
        }
        boolean known = !scopes.isEmpty();
        boolean asUser = known
                ? scopes.stream().anyMatch(USER_SCOPES.getOrDefault(function, Set.of())::contains)
                : caller.isOpen() || isUser();
        if (asUser && mayAsWorker(function)) {
            return Optional.empty();
        }
        boolean asApplication = known
                ? scopes.contains(APPLICATION + EPS + function)
                : caller.mode().isApplication();
        if (!asApplication) {
            return Optional.of(Finding.of(EpsError.FORBIDDEN, notAllowed(function)));
        }
        return use == Use.NOMINATED_RELEASE || use == Use.TRACKER
                ? Optional.empty()
                : Optional.of(Finding.of(EpsError.FORBIDDEN, userNeeded(function)));
    }

    static String notAllowed(String function) {
        return "Your app does not have permission to access %s functionality.".formatted(function);
    }

    static String userNeeded(String function) {
        return "%s functionality can only be accessed using the user-restricted access mode."
                .formatted(capital(function));
    }

    private boolean mayAsWorker(String function) {
        return caller.role().isEmpty()
                || ACTIVITIES.getOrDefault(function, Set.of()).stream().anyMatch(caller::may);
    }

    private boolean isUser() {
        return caller.mode() == AccessMode.USER_RESTRICTED;
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
