package org.openspine.repository.search;

import java.util.Optional;

/** The name of a search parameter in a query: {@code code} or {@code code:modifier}. */
record ParameterName(String code, Optional<String> modifier) {
    static ParameterName parse(String name) {
        int colon = name.indexOf(':');
        return colon < 0
                ? new ParameterName(name, Optional.empty())
                : new ParameterName(name.substring(0, colon), Optional.of(name.substring(colon + 1)));
    }
}
