package org.openspine.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The parameters of a query in the order they were written. Names and values are decoded. */
public record QueryParameters(List<Parameter> all) {
    public static final QueryParameters NONE = new QueryParameters(List.of());

    private static final int MAX_PARAMETERS = 32;

    public record Parameter(String name, String value) {
        @Override
        public String toString() {
            return encode(name) + "=" + encode(value);
        }
    }

    public QueryParameters {
        all = List.copyOf(all);
    }

    /** Parses {@code a=1&b=2}. Throws {@link FhirError#INVALID_PARAMETER} for broken escapes or too many parameters. */
    public static QueryParameters parse(String query) {
        if (query.isEmpty()) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.add(new Parameter(decode(name), decode(value)));
        }
        return of(parameters);
    }

    /** Throws {@link FhirError#TOO_COSTLY} if they are more than a query may have. */
    public static QueryParameters of(List<Parameter> parameters) {
        if (parameters.size() > MAX_PARAMETERS) {
            throw new SpineException(
                    FhirError.TOO_COSTLY, "A query has at most %d parameters".formatted(MAX_PARAMETERS));
        }
        return new QueryParameters(parameters);
    }

    /** The last value given for {@code name}. */
    public Optional<String> last(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .reduce((first, second) -> second);
    }

    public List<String> values(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public QueryParameters and(QueryParameters more) {
        List<Parameter> both = new ArrayList<>(all);
        both.addAll(more.all);
        return new QueryParameters(both);
    }

    public QueryParameters filter(Predicate<Parameter> keep) {
        return new QueryParameters(all.stream().filter(keep).toList());
    }

    public QueryParameters with(String name, String value) {
        return filter(parameter -> !parameter.name().equals(name))
                .and(new QueryParameters(List.of(new Parameter(name, value))));
    }

    /** Encoded as it stands in a URL, without a question mark. */
    @Override
    public String toString() {
        return all.stream().map(Parameter::toString).collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\uFFFD') >= 0 || decoded.indexOf('\0') >= 0) {
                throw new IllegalArgumentException();
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "The query holds a percent escape that is not UTF-8 text");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2C", ",")
                .replace("%2F", "/");
    }
}
