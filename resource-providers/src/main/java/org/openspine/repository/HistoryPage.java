package org.openspine.repository;

import java.util.List;
import java.util.OptionalLong;

/** Versions newest first; {@code next} tells where to continue, if there is more: below this version, or this change. */
public record HistoryPage(List<StoredResource> versions, OptionalLong next) {}
