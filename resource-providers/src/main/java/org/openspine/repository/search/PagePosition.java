package org.openspine.repository.search;

import java.util.List;
import java.util.Optional;

/**
 * Where a page ended: the last entry's sort values (empty where it had none) and its surrogate key, which breaks ties. A
 * value is a {@code String}, {@code Long} or {@code Double}.
 */
public record PagePosition(List<Optional<Object>> sortValues, long surrogateKey) {}
