package org.openspine.repository;

import java.util.List;
import java.util.OptionalLong;

/** Versions newest first; {@code next} is the change number to continue below, if there is more. */
public record HistoryPage(List<StoredResource> versions, OptionalLong next) {}
