package org.openspine.samples.load;

/** One Bundle or resource of a source, with its place for messages. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read once
record Document(String place, byte[] json, Outline outline) {}
