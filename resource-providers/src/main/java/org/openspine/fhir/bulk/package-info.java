/**
 * Bulk data: {@code $export} of the store, of all patients and of a Group as NDJSON, asynchronously, and {@code $import} of
 * NDJSON. {@link org.openspine.fhir.bulk.BulkExport} and {@link org.openspine.fhir.bulk.ImportOperation} are the ways in.
 *
 * @see <a href="https://hl7.org/fhir/uv/bulkdata/export.html">FHIR Bulk Data Access</a>
 */
@NullMarked
package org.openspine.fhir.bulk;

import org.jspecify.annotations.NullMarked;
