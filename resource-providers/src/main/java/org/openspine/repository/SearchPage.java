package org.openspine.repository;

import java.util.List;
import java.util.Optional;
import org.openspine.repository.search.PagePosition;

/** One page of matches in the query's order, and where the next one begins if there is more. */
public record SearchPage(List<StoredResource> matches, Optional<PagePosition> next) {}
