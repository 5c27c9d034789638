package org.openspine.repository;

/**
 * A file that a job writes.
 *
 * @param number from 0, in the order in which they were begun
 * @param type of the resources in it
 * @param length in bytes
 * @param parts in which it is stored
 */
public record JobFile(int number, String type, long resources, long length, int parts) {}
