/**
 * Sends samples to a server over the public FHIR API and shows how far it is. {@link
 * org.openspine.samples.load.BundleLoader} is the entry point; sources are stories, NDJSON files and single JSON files,
 * compressed or not. Uses the JDK's HTTP client and Jackson's parser; knows nothing of the server's insides.
 */
@NullMarked
package org.openspine.samples.load;

import org.jspecify.annotations.NullMarked;
