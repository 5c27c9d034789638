package org.openspine.repository.search;

import java.util.List;

/** A condition on one resource. All criteria of a query must hold. */
public sealed interface Criterion {
    /** Some row of the index parameter {@code parameter} matches one of {@code anyOf}. */
    record Indexed(long parameter, List<? extends ValueMatch> anyOf) implements Criterion {}

    /** Some element of a composite matches all parts of one of {@code anyOf}; parts stand in the order of {@code parameters}. */
    record Composite(List<Long> parameters, List<List<ValueMatch>> anyOf) implements Criterion {}

    /** The resource has some value of the parameter, in the table of {@code kind}. */
    record Present(long parameter, IndexKind kind) implements Criterion {}

    record Not(Criterion criterion) implements Criterion {}

    record AnyOf(List<Criterion> criteria) implements Criterion {}

    record AllOf(List<Criterion> criteria) implements Criterion {}

    /** The logical id is one of these. */
    record Ids(List<String> ids) implements Criterion {}

    /** {@code meta.lastUpdated} compares so. */
    record LastUpdated(List<ValueMatch.Date> anyOf) implements Criterion {}

    /** Follows a reference: its target is a {@code targetType} for which {@code target} holds. */
    record Chain(long parameter, String targetType, Criterion target) implements Criterion {}

    /** Reverse chain: some {@code sourceType} for which {@code source} holds refers to this resource. */
    record Has(long parameter, String sourceType, Criterion source) implements Criterion {}

    /** The patient to whose record the resource belongs, or a record merged with it, has a business identifier of this kind. */
    record PatientHolds(String kind) implements Criterion {}

    /** The record the resource belongs to, or one merged with it, is that of a Patient for whom {@code patient} holds. */
    record OfPatient(Criterion patient) implements Criterion {}

    /** Holds for no resource. */
    record Nothing() implements Criterion {}
}
