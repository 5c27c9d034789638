package org.openspine.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a request. Names have no case; values are as sent. */
public final class RequestHeaders {
    public static final RequestHeaders NONE = new RequestHeaders(Map.of());

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public RequestHeaders(Map<String, List<String>> values) {
        this.values.putAll(values);
    }

    /** These headers, with this value instead of any other for {@code name}. */
    public RequestHeaders with(String name, String value) {
        RequestHeaders more = new RequestHeaders(values);
        more.values.put(name, List.of(value));
        return more;
    }

    /** These headers but for some names. */
    public RequestHeaders without(Collection<String> names) {
        RequestHeaders fewer = new RequestHeaders(values);
        names.forEach(fewer.values::remove);
        return fewer;
    }

    /** The first value sent, which may be empty. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(all -> !all.isEmpty())
                .map(all -> all.get(0));
    }

    /** The first value sent, unless there is nothing in it. */
    public Optional<String> filled(String name) {
        return first(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Every value sent, in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
