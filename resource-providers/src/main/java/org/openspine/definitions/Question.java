package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.OperationParameters;

/** What a terminology operation was asked, by name and type; a refusal names the parameter and what it may be. */
final class Question {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}");
    private static final Pattern DATE = Pattern.compile(
            "\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?"
                    + "(Z|[+-](0\\d|1[0-4]):[0-5]\\d))?)?)?");

    private final OperationParameters parameters;

    private Question(OperationParameters parameters) {
        this.parameters = parameters;
    }

    /** Reads a call; {@code known} are the names that the operation's definition has. */
    static Question of(FhirRequest request, String operation, List<String> known) {
        var question = new Question(OperationParameters.of(request, operation, known));
        question.matches("date", DATE, "a date or dateTime, such as 2026-01-31");
        question.matches("displayLanguage", LANGUAGE, "a language tag, such as en-GB");
        return question;
    }

    private void matches(String name, Pattern pattern, String rule) {
        if (one(name).filter(text -> !pattern.matcher(text).matches()).isPresent()) {
            throw refused("'%s' is %s".formatted(name, rule));
        }
    }

    static SpineException refused(String message) {
        return new SpineException(FhirError.INVALID_PARAMETER, message);
    }

    /** A parameter that may be given once. */
    Optional<String> one(String name) {
        List<String> values = parameters.texts(name);
        if (values.size() > 1) {
            throw refused("'%s' may be given once".formatted(name));
        }
        return values.stream().findFirst();
    }

    String text(String name) {
        return one(name).orElse("");
    }

    List<String> all(String name) {
        return parameters.texts(name);
    }

    Optional<ObjectNode> object(String name) {
        if (!parameters.texts(name).isEmpty()) {
            throw refused("'%s' is no text; send a Parameters resource by POST".formatted(name));
        }
        return parameters.object(name);
    }

    /** The parts of each parameter of this name. */
    List<JsonNode> parts(String name) {
        if (!parameters.texts(name).isEmpty()) {
            throw refused("'%s' has parts; send a Parameters resource by POST".formatted(name));
        }
        return parameters.parts(name);
    }

    /** A resource that came along. */
    Optional<ObjectNode> resource(String name, String type) {
        Optional<ObjectNode> sent = object(name);
        if (sent.isPresent() && !sent.get().path("resourceType").asText("").equals(type)) {
            throw refused("'%s' is a resource of the type %s".formatted(name, type));
        }
        return sent;
    }

    /** Empty if it is not given. */
    Optional<Boolean> truth(String name) {
        Optional<String> text = one(name);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            throw refused("'%s' is true or false".formatted(name));
        }
        return text.map(Boolean::parseBoolean);
    }

    boolean is(String name) {
        return truth(name).orElse(false);
    }

    int number(String name, int otherwise) {
        Optional<String> text = one(name);
        if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
            throw refused("'%s' is a whole number from 0".formatted(name));
        }
        return text.map(Integer::parseInt).orElse(otherwise);
    }

    /** Values of the form {@code url|version}, by url. */
    Map<String, String> versions(String name) {
        var versions = new HashMap<String, String>();
        for (String canonical : all(name)) {
            int bar = canonical.indexOf('|');
            if (bar <= 0 || bar == canonical.length() - 1) {
                throw refused("'%s' is a code system with its version: url|version".formatted(name));
            }
            versions.put(canonical.substring(0, bar), canonical.substring(bar + 1));
        }
        return versions;
    }

    /** A canonical, with the version that another parameter gives. */
    Optional<String> canonical(String name, String versionName) {
        Optional<String> url = one(name);
        Optional<String> version = one(versionName);
        if (url.isEmpty() && version.isPresent()) {
            throw refused("'%s' needs '%s'".formatted(versionName, name));
        }
        return url.map(found -> version.isEmpty() || found.contains("|") ? found : found + "|" + version.get());
    }
}
