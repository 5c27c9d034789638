package org.openspine.repository.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Short numbers for long names: the first 64 bits of SHA-256. Every node computes the same number without a dictionary
 * table; two of the few thousand names in use collide with a chance below one in 10^12.
 */
public final class IndexId {
    private static final int CACHE_SIZE = 20_000;
    private static final Map<String, Long> CACHE = new ConcurrentHashMap<>();

    private IndexId() {}

    /** The index rows of a search parameter: {@code Patient:family}. */
    public static long parameter(String type, String code) {
        return of(type + ":" + code);
    }

    /** Rows that a modifier needs beside the plain ones: {@code Observation:code:text}. */
    public static long parameter(String type, String code, String variant) {
        return of(type + ":" + code + ":" + variant);
    }

    /**
     * The URI of a code or identifier system; never one of the reserved small numbers of {@link IndexValue.Token}. SNOMED CT,
     * which published NHS examples also spell with https, has one number.
     */
    public static long system(String uri) {
        return of(uri.equals("https://snomed.info/sct") ? "http://snomed.info/sct" : uri);
    }

    private static long of(String name) {
        Long known = CACHE.get(name);
        if (known != null) {
            return known;
        }
        long id = hash(name);
        if (CACHE.size() < CACHE_SIZE) { // systems come from clients: the cache must not grow without end
            CACHE.put(name, id);
        }
        return id;
    }

    private static long hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            long id = ByteBuffer.wrap(digest).getLong();
            return id == IndexValue.Token.NO_SYSTEM || id == IndexValue.Token.IMPLIED_SYSTEM ? id + 2 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
