package org.openspine.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.openspine.api.ValidationPolicy;

/** Everything an operator can set. README's table says the same; a test compares. */
public enum Setting {
    HTTP_PORT("8080", "port to listen on; 0 picks a free one"),
    HTTP_HOST("127.0.0.1", "address to listen on"),
    BASE_URL("", "scheme, host and port under which clients know the server; empty: as they ask"),
    DATA_DIR("./data", "folder of the H2 database"),
    DATABASE_URL("", "PostgreSQL instead of H2: jdbc:postgresql://host:port/database"),
    DATABASE_USER("", "login of the database"),
    DATABASE_PASSWORD("", "password of that login"),
    SAMPLES("load", "load or none: whether an empty store gets the sample people"),
    PDS_NUMBERS("920000000-929999999", "NHS numbers that new patients get, by their first nine digits"),
    PDS_RATE("0", "requests to the Personal Demographics Service of one application in a second; 0: no limit"),
    PDS_CREATE_RATE("0", "the same for new patients; nationally 5 and 3"),
    VALIDATION(
            ValidationPolicy.STANDARD_TEXT,
            "what broken rules mean for a write: reject, warn or off for all types, and Type=… for single ones"),
    PACKAGES("", "FHIR packages to have: .tgz archives or folders, separated by commas"),
    TERMINOLOGY("", "SNOMED CT (RF2) and dm+d (XML) releases: folders or .zip archives, separated by commas");

    private final String defaultValue;
    private final String description;

    Setting(String defaultValue, String description) {
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** As the command line and the file name it: {@code http.port}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** As the environment names it: {@code OPENSPINE_HTTP_PORT}. */
    public String variable() {
        return "OPENSPINE_" + name();
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
