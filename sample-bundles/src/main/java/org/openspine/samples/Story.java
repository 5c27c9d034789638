package org.openspine.samples;

import java.nio.charset.StandardCharsets;

/**
 * One story: a transaction Bundle to post to the unified FHIR base.
 *
 * @param name file name without its ending, such as {@code prescription-acute-moss}
 * @param json the Bundle, pretty-printed for people
 */
public record Story(String name, String json) {
    /** The Bundle as it goes over the wire: UTF-8. */
    public byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
