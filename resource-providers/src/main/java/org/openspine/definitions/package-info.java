/**
 * Conformance resources in the record: profiles, value sets, code systems and concept maps that come as FHIR packages or one by one, and
 * what is done with them: validation of writes, terminology operations.
 *
 * <p>Entry points: {@link org.openspine.definitions.DefinitionsService} for the program, {@link org.openspine.definitions.PackageStore} for
 * the command line. Resources are plain R4 on the unified base; a package is noted as an ImplementationGuide.
 */
@NullMarked
package org.openspine.definitions;

import org.jspecify.annotations.NullMarked;
