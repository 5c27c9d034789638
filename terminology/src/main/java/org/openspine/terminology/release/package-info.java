/**
 * National releases that users are licensed for, read into memory in a compact form: SNOMED CT in RF2, the dictionary of medicines and
 * devices (dm+d) in XML. Nothing of them comes with the program.
 *
 * <p>Entry point: {@link org.openspine.terminology.release.Releases}.
 *
 * @see <a href="https://isd.digital.nhs.uk/trud">TRUD</a>
 */
@NullMarked
package org.openspine.terminology.release;

import org.jspecify.annotations.NullMarked;
