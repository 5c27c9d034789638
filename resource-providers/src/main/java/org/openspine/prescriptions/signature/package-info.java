/**
 * The signature of a prescription: the canonical text that a prescriber signs ({@link
 * org.openspine.prescriptions.signature.SignedText}), what is handed out to be signed ({@link
 * org.openspine.prescriptions.signature.SigningDigest}), and whether a signature is right ({@link
 * org.openspine.prescriptions.signature.SignatureVerifier}). Pure; fetches nothing.
 */
@NullMarked
package org.openspine.prescriptions.signature;

import org.jspecify.annotations.NullMarked;
